package org.netchestra.controller;

import java.util.Arrays;

/** Deals requests to servers by weight: the dispatching that the controllers are tried with. */
interface Dealer {

    int next(int[] weights, SharingServer[] servers);

    /** Smooth weighted round robin. */
    static Dealer smooth() {
        double[] current = new double[64];
        return (weights, servers) -> {
            int best = 0;
            for (int i = 0; i < weights.length; i++) {
                current[i] += weights[i];
                best = current[i] > current[best] ? i : best;
            }
            current[best] -= Arrays.stream(weights).sum();
            return best;
        };
    }

    /** The paper's sequence in blocks. */
    static Dealer blocks() {
        int[] mark = {0, 0};
        return (weights, servers) -> {
            int[] ratio = DispatchRatio.of(weights);
            if (mark[1] >= ratio[mark[0]]) {
                mark[0] = (mark[0] + 1) % ratio.length;
                mark[1] = 0;
            }
            mark[1]++;
            return mark[0];
        };
    }

    /** Shortest expected delay: (in flight + 1) / weight. */
    static Dealer shortestDelay() {
        return (weights, servers) -> {
            int best = 0;
            for (int i = 1; i < weights.length; i++) {
                long here = (long) (servers[i].inFlight() + 1) * weights[best];
                long there = (long) (servers[best].inFlight() + 1) * weights[i];
                best = here < there ? i : best;
            }
            return best;
        };
    }

    /** Least connections; looks at no weight. */
    static Dealer leastConnections() {
        return (weights, servers) -> {
            int best = 0;
            for (int i = 1; i < servers.length; i++) {
                best = servers[i].inFlight() < servers[best].inFlight() ? i : best;
            }
            return best;
        };
    }
}

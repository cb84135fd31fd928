package org.netchestra.conformance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Picker;

/** Many requests with a key each, none of which ends: the shares follow the weights, if the policy says that they do. */
final class WeightsCheck implements Check {

    private static final int[] WEIGHTS = {1, 2, 3, 4};
    private static final int PICKS = 10_000;
    /** Hash rings with some hundred points a server come this close; a policy that knows no weights is off by 0.15. */
    private static final double TOLERANCE = 0.05;

    @Override
    public String rule() {
        return "it gives work by weight, as declared";
    }

    @Override
    public @Nullable String breach(Subject subject) {
        if (!subject.capabilities().contains(Capability.WEIGHTED)) {
            return null;
        }
        ProbePool pool = ProbePool.ofWeights(WEIGHTS);
        for (int index = 0; index < pool.size(); index++) {
            pool.server(index).responseTimeNanos(1_000_000);
        }
        int[] counts = pick(subject.picker(pool.snapshot()), pool);
        int sum = Arrays.stream(WEIGHTS).sum();
        for (int index = 0; index < WEIGHTS.length; index++) {
            if (Math.abs((double) counts[index] / PICKS - (double) WEIGHTS[index] / sum) > TOLERANCE) {
                return "weights " + Arrays.toString(WEIGHTS) + " got " + Arrays.toString(counts) + " of " + PICKS;
            }
        }
        return null;
    }

    private static int[] pick(Picker picker, ProbePool pool) {
        int[] counts = new int[pool.size()];
        for (int pick = 0; pick < PICKS; pick++) {
            RealServer picked =
                    picker.pick(new ProbeRequest().key("/weights/" + pick).nowNanos(pick));
            if (picked instanceof ProbeServer server) {
                server.addInFlight(1);
                counts[pool.indexOf(server.name())]++;
            }
        }
        return counts;
    }
}

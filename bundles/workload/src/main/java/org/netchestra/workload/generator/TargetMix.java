package org.netchestra.workload.generator;

import java.util.List;

/**
 * Which target the n-th request has: each as often as its weight in every full cycle, and evenly spread over it.
 * Weights 3, 1 give {@code a a b a}: at each step every target gains its weight, the one with most is taken and
 * pays the sum. Immutable.
 */
final class TargetMix {
    private final List<Target> targets;
    private final int[] cycle;

    TargetMix(List<Target> targets) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets: none (expected: at least one)");
        }
        this.targets = List.copyOf(targets);
        this.cycle = cycle(this.targets);
    }

    private static int[] cycle(List<Target> targets) {
        int sum = targets.stream().mapToInt(Target::weight).sum();
        int[] credit = new int[targets.size()];
        int[] cycle = new int[sum];
        for (int step = 0; step < sum; step++) {
            int best = 0;
            for (int i = 0; i < credit.length; i++) {
                credit[i] += targets.get(i).weight();
                best = credit[i] > credit[best] ? i : best;
            }
            credit[best] -= sum;
            cycle[step] = best;
        }
        return cycle;
    }

    List<Target> targets() {
        return targets;
    }

    /** The index of the target of the n-th request, n from 0. */
    int indexOf(long n) {
        return cycle[(int) (n % cycle.length)];
    }
}

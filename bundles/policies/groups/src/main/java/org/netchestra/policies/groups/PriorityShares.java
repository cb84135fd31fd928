package org.netchestra.policies.groups;

/**
 * How requests are shared among groups of falling priority, some of which have lost servers. Immutable and thread-safe.
 *
 * <p>After Envoy's priority levels: a group can take {@code min(1, overprovision x available)} of all requests; the first takes
 * what it can, the next what is left, and so on. When all together cannot take everything, each takes more than it should, in
 * proportion. With 1.4, the second group gets requests as soon as the first has less than 72 % of its capacity.
 */
final class PriorityShares {

    /** The share of each group and of those before it; the last is 1. */
    private final double[] upTo;

    /**
     * @param available the part of each group's capacity that is there, 0..1
     * @param overprovision what a group can take more than its part, at least 1
     */
    PriorityShares(double[] available, double overprovision) {
        double[] able = new double[available.length];
        double total = 0;
        for (int group = 0; group < able.length; group++) {
            able[group] = Math.min(1, overprovision * available[group]);
            total += able[group];
        }
        upTo = new double[able.length];
        double taken = 0;
        for (int group = 0; group < able.length; group++) {
            taken = total == 0 ? 1 : Math.min(1, taken + able[group] / Math.min(1, total));
            upTo[group] = taken;
        }
    }

    /** Whether the first group takes everything. */
    boolean firstTakesAll() {
        return upTo.length > 0 && upTo[0] >= 1;
    }

    /** The group of a number of 0 up to, but not including, 1. */
    int group(double number) {
        for (int group = 0; group < upTo.length; group++) {
            if (number < upTo[group]) {
                return group;
            }
        }
        // The sum of the shares may have been rounded to a little less than 1.
        return upTo.length - 1;
    }

    /** The share of one group. */
    double of(int group) {
        return group == 0 ? upTo[0] : upTo[group] - upTo[group - 1];
    }
}

package org.netchestra.controller;

/**
 * Gains of the {@link PiRule}. All rates are for the logarithm of a weight.
 *
 * @param proportional answer to a change of the gap
 * @param integral answer to the gap, a second
 * @param fastestFall bound of a fall, a second
 * @param fastestRise bound of a rise, a second
 * @param sigmas how many standard errors a gap must have to count
 * @param suspicion the same for a server that was proven slow before and not proven fast since
 * @param soft whether the part of a gap within those errors is subtracted (a small, steady answer) instead of ignored below and
 *     taken whole above (a rare, strong one)
 * @param deadBand logarithm of the ratio of response times that never counts
 * @param memory seconds that answers are remembered
 * @param longestMemory seconds that answers are remembered of a server with little traffic
 * @param wanted answers to be remembered if that bound allows
 * @param homing part of the way back to the administrator's weight, a second, while nothing tells a server from the others
 * @param audition rise of a server without work, a second
 */
record PiTuning(
        double proportional,
        double integral,
        double fastestFall,
        double fastestRise,
        double sigmas,
        double suspicion,
        boolean soft,
        double deadBand,
        double memory,
        double longestMemory,
        double wanted,
        double homing,
        double audition) {

    /** Under a policy that counts requests in flight: that corrects an outlier at once, the weights may wait for proof. */
    static final PiTuning WITH_IN_FLIGHT = new PiTuning(0, 0.6, 1.0, 0.5, 3, 1.5, false, 0.1, 2, 10, 40, 0.15, 0.5);

    /** Under a policy that deals by weight alone: every wrong weight hurts at once, and strong answers would oscillate. */
    static final PiTuning BY_WEIGHT_ALONE = new PiTuning(0.3, 0.25, 0.6, 0.6, 1, 1, true, 0.05, 0.7, 0.7, 0, 0.05, 0.3);
}

package org.netchestra.controller;

import java.util.Arrays;
import java.util.List;
import org.netchestra.controller.WeightChange.Bound;
import org.netchestra.controller.WeightChange.Rule;

/**
 * The rule of paper 001 (figure 4), and its faster variant.
 *
 * <p>Every period the slowest server gives points to the fastest: one in the paper, {@code k = clamp(round(4 ln(Rmax /
 * Rmin)), 1, 10)} a second in the variant, so that a server four times slower gives six. Where the paper is silent: the slowest
 * at its floor gives nothing and the next slowest pays; equal response times, or a gap within the dead band, move nothing;
 * a server without an answer is compared by the age of what it owes, else by a probe, else left out; two servers must be
 * left to compare. Of equals the earlier one is meant, at either end.
 *
 * <p>Example, floor 1, response times 1, 2, 3: weights 3, 3, 3 become 4, 3, 2, then 5, 3, 1, then 6, 2, 1.
 *
 * <p>It does not come to rest: around the balance it moves one point to and fro.
 *
 * <p>A server that gets no work because its weight is low would never be seen to have recovered. The variant gives it a point a
 * second from the heaviest, up to its configured share, until it gets some; the paper's rule needs a probe for that.
 */
final class PaperRule implements WeightRule {

    private static final double GAIN = 4;
    private static final int MAX_STEP = 10;
    private static final double STARVED_SECONDS = 3;

    private final int minSamples;
    private final double deadBand;
    private final boolean adaptive;
    private long[] lastKnown = new long[0];
    private double[] idle = new double[0];

    /**
     * @param deadBand relative gap between the slowest and the fastest that moves nothing
     * @param adaptive whether the step grows with the gap
     */
    PaperRule(int minSamples, double deadBand, boolean adaptive) {
        this.minSamples = minSamples;
        this.deadBand = deadBand;
        this.adaptive = adaptive;
    }

    @Override
    public Moves move(WeightTable table, List<Reading> readings, double seconds) {
        Moves moves = new Moves(table.size());
        long[] responses = responses(readings);
        int fastest = fastest(responses);
        int payer = fastest < 0 ? -1 : payer(table, responses, fastest);
        if (adaptive) {
            audition(table, readings, seconds, moves);
        }
        if (payer < 0 || responses[payer] <= responses[fastest] * (1 + deadBand)) {
            return moves;
        }
        int wanted = adaptive ? step(responses[payer], responses[fastest], seconds) : 1;
        int points = Math.min(wanted, table.spare(payer));
        table.move(payer, fastest, points);
        moves.because(payer, Rule.SLOWER, points < wanted ? Bound.FLOOR : wanted == MAX_STEP ? Bound.STEP : Bound.NONE);
        moves.because(fastest, Rule.FASTER);
        return moves;
    }

    private void audition(WeightTable table, List<Reading> readings, double seconds, Moves moves) {
        for (int i = 0; i < idle.length; i++) {
            Reading reading = readings.get(i);
            boolean starved = reading.state() == Reading.State.ACTIVE && !reading.busy() && reading.probeNanos() == 0;
            idle[i] = starved ? idle[i] + seconds : 0;
            int heaviest = heaviest(table, readings, i);
            if (idle[i] >= STARVED_SECONDS && table.weight(i) < table.configured(i) && heaviest >= 0) {
                table.move(heaviest, i, 1);
                moves.because(i, Rule.AUDITION);
            }
        }
    }

    private static int heaviest(WeightTable table, List<Reading> readings, int but) {
        int heaviest = -1;
        for (int i = 0; i < table.size(); i++) {
            boolean can = i != but && readings.get(i).state() == Reading.State.ACTIVE && table.spare(i) > 0;
            if (can && (heaviest < 0 || table.weight(i) > table.weight(heaviest))) {
                heaviest = i;
            }
        }
        return heaviest;
    }

    @Override
    public void rearranged(int[] from) {
        long[] before = lastKnown;
        double[] idleBefore = idle;
        lastKnown = Arrays.stream(from).mapToLong(i -> i < 0 ? 0 : before[i]).toArray();
        idle = Arrays.stream(from).mapToDouble(i -> i < 0 ? 0 : idleBefore[i]).toArray();
    }

    private long[] responses(List<Reading> readings) {
        long[] responses = new long[readings.size()];
        for (int i = 0; i < responses.length; i++) {
            Reading reading = readings.get(i);
            boolean active = reading.state() == Reading.State.ACTIVE;
            responses[i] = active ? reading.responseNanos(minSamples, lastKnown[i]) : 0;
            boolean enough = active && reading.samples() >= minSamples;
            lastKnown[i] = enough ? reading.meanNanos() : active && reading.busy() ? lastKnown[i] : 0;
        }
        return responses;
    }

    private static int fastest(long[] responses) {
        int fastest = -1;
        int compared = 0;
        for (int i = 0; i < responses.length; i++) {
            compared += responses[i] > 0 ? 1 : 0;
            if (responses[i] > 0 && (fastest < 0 || responses[i] < responses[fastest])) {
                fastest = i;
            }
        }
        return compared < 2 ? -1 : fastest;
    }

    /** The slowest that has something to give. */
    private static int payer(WeightTable table, long[] responses, int fastest) {
        int payer = -1;
        for (int i = 0; i < responses.length; i++) {
            boolean can = i != fastest && responses[i] > 0 && table.spare(i) > 0;
            if (can && (payer < 0 || responses[i] > responses[payer])) {
                payer = i;
            }
        }
        return payer;
    }

    private static int step(long slow, long fast, double seconds) {
        double gap = StrictMath.log((double) slow / fast);
        return (int) Math.max(1, Math.min(MAX_STEP, Math.round(GAIN * gap * seconds)));
    }
}

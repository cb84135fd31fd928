package org.netchestra.controller;

/**
 * A move of one weight, with all it was decided by.
 *
 * @param timeMillis when, milliseconds since the epoch
 * @param server the real server
 * @param oldWeight before
 * @param newWeight after; equal to {@code oldWeight} when a bound stopped the move
 * @param samples answers in the period
 * @param meanNanos their mean response time
 * @param p95Nanos their 95th percentile
 * @param rule the rule that moved it
 * @param bound what bounded the move
 */
public record WeightChange(
        long timeMillis,
        String server,
        int oldWeight,
        int newWeight,
        long samples,
        long meanNanos,
        long p95Nanos,
        Rule rule,
        Bound bound) {

    /** Why a weight moved. */
    public enum Rule {
        /** It answered slower than others. */
        SLOWER,
        /** It answered faster than others. */
        FASTER,
        /** It gave or got what others got or gave, so that the sum stays. */
        BALANCE,
        /** It got no work for some time and is tried again. */
        AUDITION,
        /** Nothing tells it from the others: it goes back towards the administrator's weight. */
        RETURN,
        /** It came back after a failure. */
        COMEBACK
    }

    /** What bounded a move. */
    public enum Bound {
        /** Nothing. */
        NONE,
        /** The least weight. */
        FLOOR,
        /** The largest step in one period. */
        STEP
    }

    boolean moved() {
        return newWeight != oldWeight;
    }
}

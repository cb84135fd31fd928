package org.netchestra.controller;

import java.util.Objects;

/**
 * What one server showed in one period. Times are of exchanges that got an answer in the period, so that all readings are of
 * the same age: a server that joined a moment ago is compared by what it did now, not by totals.
 *
 * @param server its name
 * @param state whether it takes part
 * @param samples answers
 * @param meanNanos arithmetic mean of their response times; 0 without samples
 * @param geometricMeanNanos geometric mean, which a few very long ones hardly move; 0 without samples
 * @param p95Nanos their 95th percentile; 0 without samples
 * @param inFlight exchanges without an answer at the period's end
 * @param silentNanos time since its last answer, or since it got work if that is later; 0 when nothing is in flight
 * @param probeNanos response time of an active probe; 0 when there was none
 */
public record Reading(
        String server,
        State state,
        long samples,
        long meanNanos,
        long geometricMeanNanos,
        long p95Nanos,
        int inFlight,
        long silentNanos,
        long probeNanos) {

    /** Whether a server takes part in the comparison. */
    public enum State {
        /** It gets new work. */
        ACTIVE,
        /** It is draining or starting slowly: its weight stays, it is not compared. */
        FROZEN,
        /** It gets no work: its weight stays until it comes back. */
        DOWN
    }

    public Reading {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(state, "state");
    }

    /** A server of which nothing is known. */
    public static Reading nothing(String server, State state) {
        return new Reading(server, state, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether anything happened at this server in the period. */
    boolean busy() {
        return samples > 0 || inFlight > 0;
    }

    /**
     * The response time to compare by: of enough answers, else the age of what it has not answered, else a probe's; 0 when
     * the server has to be left out.
     *
     * @param lastKnown its response time when it had enough answers: what is unanswered is not faster than that
     */
    long responseNanos(int minSamples, long lastKnown) {
        if (samples >= minSamples) {
            return Math.max(1, meanNanos);
        }
        if (inFlight > 0 && silentNanos > 0) {
            return Math.max(silentNanos, Math.max(meanNanos, lastKnown));
        }
        return probeNanos > 0 ? probeNanos : meanNanos;
    }
}

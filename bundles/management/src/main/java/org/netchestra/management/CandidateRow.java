package org.netchestra.management;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.Decision;

/** A member of the pool at a decision, as composite data. Immutable. */
public final class CandidateRow {

    private final Decision.Candidate candidate;

    CandidateRow(Decision.Candidate candidate) {
        this.candidate = candidate;
    }

    public String getServer() {
        return candidate.server();
    }

    public int getWeight() {
        return candidate.weight();
    }

    public int getInFlight() {
        return candidate.inFlight();
    }

    /** Smoothed time to the first byte in milliseconds. */
    public double getResponseTimeSmoothed() {
        return TrafficBean.millis(candidate.averageResponseNanos());
    }

    /** How the policy rates it, lower is better; null when the policy has no such number. */
    public @Nullable Double getScore() {
        return Double.isNaN(candidate.score()) ? null : candidate.score();
    }

    /** Why it could not be chosen; null when it could. */
    public @Nullable String getExcluded() {
        return candidate.excluded();
    }
}

package org.netchestra.api.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request went where it went: one pick with all its candidates, recorded for an explanation.
 *
 * @param time when
 * @param virtualServer the virtual server
 * @param requestId the request's id; empty when it has none
 * @param attempt 1 for the first pick of a request, more when servers failed it before
 * @param request method and target, shortened
 * @param policy the policy in force, with its options
 * @param policyGeneration which picker decided
 * @param chosen the server that was chosen, or null when none was eligible
 * @param candidates every member of the pool, in its order
 */
public record Decision(
        Instant time,
        String virtualServer,
        String requestId,
        int attempt,
        String request,
        String policy,
        long policyGeneration,
        @Nullable String chosen,
        List<Candidate> candidates) {

    public Decision {
        candidates = List.copyOf(candidates);
    }

    /**
     * One member of the pool as the picker saw it.
     *
     * @param server its name
     * @param weight its weight in the pool
     * @param inFlight exchanges in flight on it
     * @param averageResponseNanos its smoothed time to first byte; 0 when nothing was measured
     * @param score how the policy rates it, lower is better; NaN when the policy has no such number
     * @param excluded why it could not be chosen; null when it could
     */
    public record Candidate(
            String server,
            int weight,
            int inFlight,
            long averageResponseNanos,
            double score,
            @Nullable String excluded) {}
}

package org.netchestra.management;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.Decision;

/** A decision as composite data. Immutable. Not a record: what JMX makes of records differs between JDKs. */
public final class DecisionRow {

    private final Decision decision;

    DecisionRow(Decision decision) {
        this.decision = decision;
    }

    /** When, ISO 8601 in UTC. */
    public String getTime() {
        return decision.time().toString();
    }

    /** Empty when the request has none. */
    public String getRequestId() {
        return decision.requestId();
    }

    public String getVirtualServer() {
        return decision.virtualServer();
    }

    /** 1 for the first pick of a request, more when servers failed it before. */
    public int getAttempt() {
        return decision.attempt();
    }

    /** Method and target, shortened. */
    public String getRequest() {
        return decision.request();
    }

    public String getPolicy() {
        return decision.policy();
    }

    public long getPolicyGeneration() {
        return decision.policyGeneration();
    }

    /** Null when no server was eligible. */
    public @Nullable String getChosen() {
        return decision.chosen();
    }

    /** Every member of the pool, in its order. */
    public CandidateRow[] getCandidates() {
        return decision.candidates().stream().map(CandidateRow::new).toArray(CandidateRow[]::new);
    }
}

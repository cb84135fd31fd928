package org.netchestra.policies.connections;

import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Outcome;

record TestOutcome(RealServer server, boolean failed, long firstByteNanos, long totalNanos, long endedAtNanos)
        implements Outcome {

    static Outcome reply(RealServer server, long firstByteNanos, long endedAtNanos) {
        return new TestOutcome(server, false, firstByteNanos, firstByteNanos, endedAtNanos);
    }

    static Outcome failure(RealServer server, long totalNanos, long endedAtNanos) {
        return new TestOutcome(server, true, -1, totalNanos, endedAtNanos);
    }
}

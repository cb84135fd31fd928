package org.netchestra.conformance;

import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Outcome;

/** How an attempt ended, by decree. */
public record ProbeOutcome(RealServer server, boolean failed, long firstByteNanos, long totalNanos, long endedAtNanos)
        implements Outcome {

    /** A whole reply, all of whose time was waiting for the first byte. */
    public static ProbeOutcome reply(RealServer server, long firstByteNanos, long endedAtNanos) {
        return new ProbeOutcome(server, false, firstByteNanos, firstByteNanos, endedAtNanos);
    }

    /** No reply at all. */
    public static ProbeOutcome failure(RealServer server, long totalNanos, long endedAtNanos) {
        return new ProbeOutcome(server, true, -1, totalNanos, endedAtNanos);
    }
}

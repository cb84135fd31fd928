package org.netchestra.api.policy;

import org.netchestra.api.cluster.RealServer;
import org.osgi.annotation.versioning.ProviderType;

/** How one attempt at one server ended. Valid only during the call to {@link Picker#onOutcome}. */
@ProviderType
public interface Outcome {

    RealServer server();

    /** Whether the server failed: no connection, no whole reply, or a reply that counts as a failure. */
    boolean failed();

    /** From assigning the attempt to the first byte of the reply, or -1 when none came. */
    long firstByteNanos();

    /** From assigning the attempt to its end. */
    long totalNanos();

    /** The dispatcher's monotonic clock at the end of the attempt. */
    long endedAtNanos();
}

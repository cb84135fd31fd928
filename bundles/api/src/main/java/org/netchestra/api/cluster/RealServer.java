package org.netchestra.api.cluster;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A machine that answers requests, with the counters that balancing policies read.
 *
 * <p>The object outlives pool snapshots: a policy that is swapped in starts with true numbers. Identity is the object;
 * two snapshots hold the same object for the same server. Thread-safe; every read is wait-free and allocates nothing.
 */
@ProviderType
public interface RealServer {

    /** Name, unique within its virtual server. */
    String name();

    /** Where it listens. */
    ServerAddress address();

    /** Exchanges assigned to this server that have not ended ("active connections" of the LVS schedulers). */
    int inFlight();

    /** Open upstream connections that carry no exchange now ("inactive connections" of the LVS schedulers). */
    int idleConnections();

    /**
     * Smoothed time from assigning an exchange to the first byte of its reply, in nanoseconds; 0 when nothing was measured.
     * An exponentially weighted moving average over time, see the core's {@code ResponseTime}.
     */
    long responseTimeNanos();

    /** Whether its limit of concurrent exchanges is reached, so that it must get no further one now. */
    boolean saturated();
}

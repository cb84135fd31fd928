package org.netchestra.api.control;

import java.time.Instant;

/**
 * The dispatcher as a whole.
 *
 * @param version the product's version
 * @param transport {@code epoll} or {@code nio}
 * @param eventLoops threads that move data
 * @param startedAt when it started
 * @param connections open client connections
 * @param acceptedConnections client connections since the start
 * @param traffic totals over all virtual servers
 */
public record DispatcherStatus(
        String version,
        String transport,
        int eventLoops,
        Instant startedAt,
        int connections,
        long acceptedConnections,
        TrafficStatistics traffic) {}

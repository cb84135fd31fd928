package org.netchestra.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.netchestra.core.pool.LiveServer;

/**
 * The connections to a server that wait for the next request, as the dispatcher keeps them: the latest is used first, and
 * what nobody used for half a minute is closed. Some policies count them. Not thread-safe.
 */
final class IdleConnections {

    private static final long KEPT_NANOS = 30_000_000_000L;

    private final Deque<Long> since = new ArrayDeque<>();
    private final LiveServer server;

    IdleConnections(LiveServer server) {
        this.server = server;
    }

    /** A request takes one if there is one. */
    void take() {
        if (since.pollLast() != null) {
            server.idleConnectionsChanged(-1);
        }
    }

    void giveBack(long nowNanos) {
        since.addLast(nowNanos);
        server.idleConnectionsChanged(1);
    }

    void closeUnused(long nowNanos) {
        for (Long oldest = since.peekFirst(); oldest != null; oldest = since.peekFirst()) {
            if (nowNanos - oldest < KEPT_NANOS) {
                return;
            }
            since.removeFirst();
            server.idleConnectionsChanged(-1);
        }
    }
}

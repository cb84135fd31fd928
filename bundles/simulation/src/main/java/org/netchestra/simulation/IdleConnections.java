package org.netchestra.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.netchestra.core.pool.LiveServer;

/**
 * The connections to a server that wait for the next request, as the dispatcher keeps them: each event loop has its own,
 * the latest is used first, and what nobody used for half a minute is closed. Some policies count them. Not thread-safe.
 */
final class IdleConnections {

    private static final long KEPT_NANOS = 30_000_000_000L;

    private final List<Deque<Long>> sinceByLoop = new ArrayList<>();
    private final LiveServer server;

    /** @param atStart how many wait from the beginning, by the number of the event loop */
    IdleConnections(LiveServer server, List<Integer> atStart) {
        this.server = server;
        for (int loop = 0; loop < atStart.size(); loop++) {
            for (int count = atStart.get(loop); count > 0; count--) {
                giveBack(loop, 0);
            }
        }
    }

    /** A request takes one if there is one. */
    void take(int eventLoop) {
        if (of(eventLoop).pollLast() != null) {
            server.idleConnectionsChanged(-1);
        }
    }

    void giveBack(int eventLoop, long nowNanos) {
        of(eventLoop).addLast(nowNanos);
        server.idleConnectionsChanged(1);
    }

    void closeUnused(long nowNanos) {
        for (Deque<Long> since : sinceByLoop) {
            for (Long oldest = since.peekFirst();
                    oldest != null && nowNanos - oldest >= KEPT_NANOS;
                    oldest = since.peekFirst()) {
                since.removeFirst();
                server.idleConnectionsChanged(-1);
            }
        }
    }

    private Deque<Long> of(int eventLoop) {
        while (sinceByLoop.size() <= eventLoop) {
            sinceByLoop.add(new ArrayDeque<>());
        }
        return sinceByLoop.get(eventLoop);
    }
}

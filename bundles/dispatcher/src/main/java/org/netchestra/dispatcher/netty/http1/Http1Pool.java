package org.netchestra.dispatcher.netty.http1;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.setup.UpstreamSetup;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamConnections;
import org.netchestra.dispatcher.netty.upstream.UpstreamPool;

/**
 * One event loop's connections to one server in HTTP/1.1 that carry no exchange now. The one used last is taken first, so that the
 * others can age out. Confined to its event loop.
 */
public final class Http1Pool implements UpstreamConnections {

    private static final long JUST_USED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Worker worker;
    private final UpstreamPool pool;
    private final LiveServer server;
    private final ArrayDeque<Http1Upstream> idle = new ArrayDeque<>();
    private int connections;

    /** @param pool says what holds for connections, and makes them */
    public Http1Pool(Worker worker, UpstreamPool pool) {
        this.worker = worker;
        this.pool = pool;
        server = pool.server();
    }

    /** Requests that cannot be sent again when the connection turns out to be closing get one that was used a moment ago. */
    @Override
    public @Nullable Http1Upstream take(boolean replayable, ClientConnection client, long nowNanos) {
        Http1Upstream connection = idle.peekLast();
        while (connection != null && !connection.isOpen()) {
            // Closed in this very turn of the event loop; it will be told to closed() soon.
            idle.pollLast();
            server.idleConnectionsChanged(-1);
            connection = idle.peekLast();
        }
        if (connection != null && pool.setup().isPersonal()) {
            connection = personal(client);
        }
        if (connection == null || (!replayable && nowNanos - connection.idleSinceNanos() > JUST_USED_NANOS)) {
            return null;
        }
        idle.removeLastOccurrence(connection);
        server.idleConnectionsChanged(-1);
        return connection;
    }

    /** A connection that speaks for this client. */
    private @Nullable Http1Upstream personal(ClientConnection client) {
        for (Http1Upstream connection : idle) {
            if (connection.isOpen() && connection.speaksFor(client)) {
                return connection;
            }
        }
        return null;
    }

    @Override
    public Http1Upstream connect(ReplyReceiver receiver, ClientConnection client, int timeoutMillis) {
        UpstreamSetup setup = pool.setup();
        Http1Upstream connection = new Http1Upstream(worker, this, setup, client);
        connections++;
        connection.awaitConnect(receiver);
        pool.dial(setup, connection, client, timeoutMillis, cause -> {
            if (cause == null) {
                connection.connected();
            } else {
                connection.connectFailed(cause);
            }
        });
        return connection;
    }

    /** Keeps a connection for the next exchange, or closes it when there are enough. */
    void keep(Http1Upstream connection) {
        if (idle.size() >= pool.maxIdle() || !connection.setup().equals(pool.setup())) {
            connection.close();
            return;
        }
        idle.addLast(connection);
        server.idleConnectionsChanged(1);
    }

    /** A connection that was made here has closed, or was never established. */
    void closed(Http1Upstream connection) {
        connections--;
        if (idle.removeLastOccurrence(connection)) {
            server.idleConnectionsChanged(-1);
        }
    }

    @Override
    public boolean sweep(long nowNanos) {
        Http1Upstream oldest = idle.peekFirst();
        while (oldest != null && nowNanos - oldest.idleSinceNanos() >= pool.idleNanos()) {
            idle.pollFirst();
            server.idleConnectionsChanged(-1);
            oldest.close();
            oldest = idle.peekFirst();
        }
        return connections == 0;
    }

    @Override
    public void closeAll() {
        while (!idle.isEmpty()) {
            server.idleConnectionsChanged(-1);
            idle.pollLast().close();
        }
    }
}

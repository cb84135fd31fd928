package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.Bootstrap;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.pool.LiveServer;

/**
 * One event loop's connections to one server that carry no exchange now. The one used last is taken first, so that the others can
 * age out. Confined to its event loop.
 */
final class UpstreamPool {

    private static final long JUST_USED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Worker worker;
    private final LiveServer server;
    private final ArrayDeque<Http1Upstream> idle = new ArrayDeque<>();
    private int connections;
    private long idleNanos = Duration.ofSeconds(30).toNanos();
    private int maxIdle = 256;
    private UpstreamSetup setup = UpstreamSetup.PLAIN;

    UpstreamPool(Worker worker, LiveServer server) {
        this.worker = worker;
        this.server = server;
    }

    /** Takes what the configuration in force says. Connections that were set up otherwise serve no further exchange. */
    void configure(VirtualServerSpec spec, UpstreamSetup setup) {
        idleNanos = spec.timeouts().upstreamIdle().toNanos();
        maxIdle = spec.limits().upstreamIdle();
        if (!setup.equals(this.setup)) {
            this.setup = setup;
            closeAll();
        }
    }

    /**
     * An open connection, or null when a new one must be made.
     *
     * @param replayable whether the request can be sent again when the connection turns out to be closing; others only get a
     *     connection that was used a moment ago
     * @param client whom it is for
     */
    @Nullable
    Http1Upstream take(boolean replayable, ClientConnection client, long nowNanos) {
        Http1Upstream connection = idle.peekLast();
        while (connection != null && !connection.isOpen()) {
            // Closed in this very turn of the event loop; it will be told to closed() soon.
            idle.pollLast();
            server.idleConnectionsChanged(-1);
            connection = idle.peekLast();
        }
        if (connection != null && setup.isPersonal()) {
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

    /** Makes a connection for a receiver, which will hear {@link ReplyReceiver#connected} or {@link ReplyReceiver#connectFailed}. */
    Http1Upstream connect(ReplyReceiver receiver, ClientConnection client, int timeoutMillis) {
        Http1Upstream connection = new Http1Upstream(worker, this, setup, client);
        connections++;
        connection.awaitConnect(receiver);
        worker.endpoints().resolve(server.address(), worker.nowNanos()).whenComplete((address, unknown) -> {
            if (unknown != null) {
                worker.loop().execute(() -> connection.connectFailed(unknown));
            } else if (worker.loop().inEventLoop()) {
                connect(connection, address, client, timeoutMillis);
            } else {
                worker.loop().execute(() -> connect(connection, address, client, timeoutMillis));
            }
        });
        return connection;
    }

    private void connect(
            Http1Upstream connection, InetSocketAddress address, ClientConnection client, int timeoutMillis) {
        Bootstrap bootstrap = worker.connector().clone();
        connection.setup().connect(bootstrap, address, timeoutMillis, connection, client, cause -> {
            if (cause == null) {
                connection.connected();
            } else {
                connection.connectFailed(cause);
            }
        });
    }

    /** Keeps a connection for the next exchange, or closes it when there are enough. */
    void keep(Http1Upstream connection) {
        if (idle.size() >= maxIdle || !connection.setup().equals(setup)) {
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

    /** Closes what was not used for too long; whether no connection, idle or not, is left. */
    boolean sweep(long nowNanos) {
        Http1Upstream oldest = idle.peekFirst();
        while (oldest != null && nowNanos - oldest.idleSinceNanos() >= idleNanos) {
            idle.pollFirst();
            server.idleConnectionsChanged(-1);
            oldest.close();
            oldest = idle.peekFirst();
        }
        return connections == 0;
    }

    /** Closes all that are idle. */
    void closeAll() {
        while (!idle.isEmpty()) {
            server.idleConnectionsChanged(-1);
            idle.pollLast().close();
        }
    }
}

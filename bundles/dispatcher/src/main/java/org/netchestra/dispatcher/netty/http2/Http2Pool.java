package org.netchestra.dispatcher.netty.http2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamConnections;
import org.netchestra.dispatcher.netty.upstream.UpstreamPool;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's connections to one server in HTTP/2, each of which carries many exchanges: another one is made only when all are
 * full. Whether a request may be repeated does not matter here, as a server that goes says how far it came. Confined to its event
 * loop.
 */
public final class Http2Pool implements UpstreamConnections {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Pool.class);

    private final Worker worker;
    private final UpstreamPool pool;
    private final LiveServer server;
    private final List<Http2Upstream> connections = new ArrayList<>();
    private boolean toldProblem;

    /** @param pool says what holds for connections, and makes them */
    public Http2Pool(Worker worker, UpstreamPool pool) {
        this.worker = worker;
        this.pool = pool;
        server = pool.server();
    }

    Worker worker() {
        return worker;
    }

    int maxStreams() {
        return pool.maxStreams();
    }

    @Override
    public @Nullable UpstreamStream take(boolean replayable, ClientConnection client, long nowNanos) {
        Http2Upstream best = null;
        for (Http2Upstream connection : connections) {
            boolean fit = connection.isReady() && mayServe(connection, client);
            if (fit && (best == null || connection.streams() < best.streams())) {
                best = connection;
            }
        }
        return best == null ? null : best.open();
    }

    private boolean mayServe(Http2Upstream connection, ClientConnection client) {
        return connection.hasRoom() && (!connection.setup().isPersonal() || connection.speaksFor(client));
    }

    @Override
    public UpstreamStream connect(ReplyReceiver receiver, ClientConnection client, int timeoutMillis) {
        for (Http2Upstream connection : connections) {
            if (!connection.isReady() && mayServe(connection, client)) {
                return connection.await(receiver);
            }
        }
        Http2Upstream connection = new Http2Upstream(this, pool.setup(), client, timeoutMillis);
        connections.add(connection);
        Http2UpstreamStream stream = connection.await(receiver);
        pool.dial(pool.setup(), connection.handler(), client, timeoutMillis, connection::dialled);
        return stream;
    }

    /** Finds another place for one whose connection turned out to take fewer streams than have waited for it. */
    void moveOn(ReplyReceiver receiver, Http2UpstreamStream waiting, ClientConnection client, int timeoutMillis) {
        for (Http2Upstream connection : connections) {
            if (!connection.isReady() && mayServe(connection, client)) {
                connection.await(receiver, waiting);
                return;
            }
        }
        Http2Upstream connection = new Http2Upstream(this, pool.setup(), client, timeoutMillis);
        connections.add(connection);
        connection.await(receiver, waiting);
        pool.dial(pool.setup(), connection.handler(), client, timeoutMillis, connection::dialled);
    }

    /** A connection is set up and its server speaks HTTP/2. */
    void ready() {
        toldProblem = false;
    }

    /** A connection was not set up; the first of several in a row is told. */
    void failed(Throwable cause) {
        if (!toldProblem) {
            toldProblem = true;
            LOG.warn("server {} at {}: no HTTP/2 connection: {}", server.name(), server.address(), cause.toString());
        }
    }

    /** A connection carries its first exchange again, or none any more. */
    void idleChanged(int delta) {
        server.idleConnectionsChanged(delta);
    }

    /** A connection is gone. */
    void closed(Http2Upstream connection) {
        connections.remove(connection);
    }

    @Override
    public boolean sweep(long nowNanos) {
        for (Http2Upstream connection : List.copyOf(connections)) {
            if (connection.isIdleSince(nowNanos - pool.idleNanos())) {
                connection.retire();
            }
        }
        return connections.isEmpty();
    }

    @Override
    public void closeAll() {
        List.copyOf(connections).forEach(Http2Upstream::retire);
    }
}

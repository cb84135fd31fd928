package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.setup.UpstreamSetup;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;

/**
 * A connection to a server that speaks HTTP/2: who waits for it, how many exchanges it carries and may carry, and when it ends. It is
 * ready when the server has sent its settings, because only then it is known to speak the protocol. Confined to its event loop.
 */
final class Http2Upstream {

    private final Http2Pool pool;
    private final UpstreamSetup setup;
    private final ClientConnection client;
    private final int timeoutMillis;
    private final Http2ServerLink link;
    private final List<Http2UpstreamStream> waiting = new ArrayList<>();
    private int streams;
    private int finished;
    private boolean ready;
    private boolean retired;
    private boolean over;
    private boolean idle;
    private long idleSinceNanos;

    /**
     * @param client whom the connection is made for
     * @param timeoutMillis for the connection, its handshake and the server's settings, each
     */
    Http2Upstream(Http2Pool pool, UpstreamSetup setup, ClientConnection client, int timeoutMillis) {
        this.pool = pool;
        this.setup = setup;
        this.client = client;
        this.timeoutMillis = timeoutMillis;
        link = Http2ServerLink.make(this);
    }

    ChannelHandler handler() {
        return link;
    }

    Http2ServerLink link() {
        return link;
    }

    Worker worker() {
        return pool.worker();
    }

    UpstreamSetup setup() {
        return setup;
    }

    /** Whether the server was told that this client, and no other, is at the other end. */
    boolean speaksFor(ClientConnection other) {
        return client.client().equals(other.client()) && client.local().equals(other.local());
    }

    /** Whether the server has begun to speak HTTP/2. */
    boolean isReady() {
        return ready;
    }

    /** Exchanges that it carries, or that wait for it. */
    int streams() {
        return streams;
    }

    /** Exchanges that it has carried. */
    int finished() {
        return finished;
    }

    boolean hasRoom() {
        return !retired && streams < limit() && (!ready || link.isOpen());
    }

    /** Exchanges that the configuration lets it carry at a time. */
    int streamLimit() {
        return pool.maxStreams();
    }

    private int limit() {
        return ready ? Math.min(pool.maxStreams(), link.peersLimit()) : pool.maxStreams();
    }

    /** Begins a stream for an exchange. */
    Http2UpstreamStream open() {
        Http2UpstreamStream stream = new Http2UpstreamStream();
        join(stream);
        return stream;
    }

    private void join(Http2UpstreamStream stream) {
        stream.belongTo(this);
        streams++;
        if (idle) {
            idle = false;
            pool.idleChanged(-1);
        }
    }

    /** Begins a stream for a receiver that hears when the connection is ready, or why it is not. */
    Http2UpstreamStream await(ReplyReceiver receiver) {
        Http2UpstreamStream stream = new Http2UpstreamStream();
        await(receiver, stream);
        return stream;
    }

    void await(ReplyReceiver receiver, Http2UpstreamStream stream) {
        join(stream);
        stream.awaitConnect(receiver);
        waiting.add(stream);
    }

    /** The channel is connected and its handshake done, or it is known why not. */
    void dialled(@Nullable Throwable cause) {
        if (cause != null) {
            failed(cause);
        } else if (!ready && !over) {
            link.awaitSettings(timeoutMillis);
        }
    }

    /** The server's first settings have come. */
    void settings() {
        if (ready || over) {
            return;
        }
        ready = true;
        pool.ready();
        if (link.peersLimit() == 0) {
            fail(new ConnectException("the server allows no streams"));
            retire();
            return;
        }
        List<Http2UpstreamStream> served = List.copyOf(waiting);
        waiting.clear();
        int room = limit();
        for (int i = 0; i < served.size(); i++) {
            Http2UpstreamStream stream = served.get(i);
            ReplyReceiver receiver = stream.connectedReceiver();
            if (receiver == null) {
                continue;
            }
            if (i < room && !retired) {
                receiver.connected(stream);
            } else {
                streams--;
                pool.moveOn(receiver, stream, client, timeoutMillis);
            }
        }
        checkEnd();
    }

    /** The server has not sent its settings in time. */
    void late() {
        failed(new ConnectTimeoutException("the server has not begun to speak HTTP/2 in time"));
    }

    /** The connection cannot be set up. */
    void failed(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        retired = true;
        pool.closed(this);
        pool.failed(cause);
        link.shut();
        fail(cause);
    }

    private void fail(Throwable cause) {
        List<Http2UpstreamStream> inVain = List.copyOf(waiting);
        waiting.clear();
        boolean first = true;
        for (Http2UpstreamStream stream : inVain) {
            ReplyReceiver receiver = stream.connectedReceiver();
            streams--;
            if (receiver != null) {
                receiver.connectFailed(cause, first);
                first = false;
            }
        }
    }

    /** Lets go of one that waits; false when it does not. */
    boolean waitsNoMore(Http2UpstreamStream stream) {
        boolean waited = waiting.remove(stream);
        if (waited) {
            streams--;
            checkEnd();
        }
        return waited;
    }

    /** A stream is over. */
    void ended() {
        streams--;
        finished++;
        checkEnd();
    }

    private void checkEnd() {
        if (streams > 0 || !ready || over) {
            return;
        }
        if (retired) {
            link.shut();
        } else if (!idle) {
            idle = true;
            idleSinceNanos = worker().nowNanos();
            pool.idleChanged(1);
        }
    }

    boolean isIdleSince(long nanos) {
        return idle && idleSinceNanos - nanos <= 0;
    }

    /** Serves no further exchange, and ends behind the last one. */
    void retire() {
        if (!retired) {
            retired = true;
            checkIdleEnd();
            checkEnd();
        }
    }

    private void checkIdleEnd() {
        if (idle) {
            idle = false;
            pool.idleChanged(-1);
        }
    }

    /** The channel is gone. */
    void closed() {
        retired = true;
        checkIdleEnd();
        if (!ready) {
            failed(new ConnectException("closed before the server had begun to speak HTTP/2"));
        } else if (!over) {
            over = true;
            pool.closed(this);
        }
    }
}

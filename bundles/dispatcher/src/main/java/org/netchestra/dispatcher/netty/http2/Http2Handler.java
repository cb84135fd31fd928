package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.TimeUnit;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.http2head.Http2RequestHead;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.virtualserver.Relayed;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** A connection to a client that speaks HTTP/2; its requests are {@link Http2Downstream}s. Confined to its event loop. */
public final class Http2Handler extends Http2Link implements Relayed {

    /** What a client may send on one stream before anybody has taken it. */
    private static final int STREAM_WINDOW = 64 * 1024 - 1;

    private static final long GOODBYE_MILLIS = 1000;

    /** One for all connections of an event loop: a section is read as soon as it has come, and idle connections are many. */
    private static final FastThreadLocal<Http2RequestHead> SECTION = new FastThreadLocal<>() {
        @Override
        protected Http2RequestHead initialValue() {
            return new Http2RequestHead();
        }
    };

    private final Exchanges exchanges;
    private final VirtualServer virtualServer;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private final Http2RequestHead section;
    private boolean draining;
    private long deadlineNanos;

    private Http2Handler(
            Exchanges exchanges, VirtualServer virtualServer, ClientConnection connection, Http2RequestHead section) {
        super(exchanges.worker(), plan(virtualServer.snapshot().spec()), section);
        this.exchanges = exchanges;
        this.virtualServer = virtualServer;
        this.connection = connection;
        this.section = section;
        identity = Clients.identify(connection, virtualServer.snapshot().spec().forwarding());
    }

    /** The handler of a connection that is set up. */
    public static Http2Handler make(Exchanges exchanges, VirtualServer virtualServer, ClientConnection connection) {
        return new Http2Handler(exchanges, virtualServer, connection, SECTION.get());
    }

    private static Http2Plan plan(VirtualServerSpec spec) {
        return new Http2Plan(
                true,
                spec.connection().http2().maxStreams(),
                STREAM_WINDOW,
                spec.limits().headBytes(),
                spec.timeouts().drain().toMillis());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        deadlineNanos = worker().nowNanos()
                + virtualServer.snapshot().spec().timeouts().requestHead().toNanos();
        worker().deadlines().add(this);
    }

    @Override
    void accept(Http2Stream stream) {
        stream.belongTo(new Http2Downstream(this, stream));
        streamsChanged();
    }

    Exchanges exchanges() {
        return exchanges;
    }

    ClientConnection connection() {
        return connection;
    }

    ClientIdentity identity() {
        return identity;
    }

    /** Where the fields of header sections go. */
    Http2RequestHead section() {
        return section;
    }

    /** Without a stream, the connection waits for the next request. */
    @Override
    void streamsChanged() {
        deadlineNanos = streams().count() > 0
                ? NEVER
                : worker().nowNanos()
                        + virtualServer.snapshot().spec().timeouts().idle().toNanos();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        worker().deadlines().remove(this);
        super.channelInactive(ctx);
        virtualServer.disconnected();
    }

    @Override
    public VirtualServer virtualServer() {
        return virtualServer;
    }

    /** Says good-bye in two steps, so that requests on their way are still taken (RFC 9113 section 6.8). */
    @Override
    public void drain() {
        if (draining) {
            return;
        }
        draining = true;
        sayGoodBye(Integer.MAX_VALUE);
        var unused = worker().loop().schedule(this::shut, GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        streams().list().forEach(stream -> stream.end().stop());
        shut();
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        deadlineNanos = NEVER;
        shut();
    }
}

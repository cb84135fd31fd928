package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.virtualserver.Relayed;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** A connection to a client that speaks HTTP/2; its requests are {@link Http2Downstream}s. Confined to its event loop. */
public final class Http2Handler extends Http2Link implements Relayed {

    private static final long GOODBYE_MILLIS = 1000;

    private final VirtualServer virtualServer;
    private final Http2Requests requests;
    private boolean draining;
    private long deadlineNanos;
    private int deadlineSlot = -1;

    private Http2Handler(
            Builder builder, Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(builder, decoder, encoder, settings);
        virtualServer = builder.virtualServer;
        requests = builder.requests;
    }

    private static final class Builder extends Http2Link.Codec {

        private final VirtualServer virtualServer;
        private final Http2Requests requests;

        private Builder(
                Worker worker, VirtualServer virtualServer, ChannelHandlerContext context, Http2Requests requests) {
            super(worker, context, true, requests.section(), requests, settings(virtualServer));
            this.virtualServer = virtualServer;
            this.requests = requests;
            gracefulShutdownTimeoutMillis(
                    virtualServer.snapshot().spec().timeouts().drain().toMillis());
        }

        private static Http2Settings settings(VirtualServer virtualServer) {
            VirtualServerSpec spec = virtualServer.snapshot().spec();
            return Http2Settings.defaultSettings()
                    .maxConcurrentStreams(spec.connection().http2().maxStreams())
                    .maxHeaderListSize(spec.limits().headBytes())
                    .initialWindowSize(Http2Requests.STREAM_WINDOW);
        }

        @Override
        protected Http2Handler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Handler(this, decoder, encoder, settings);
        }
    }

    /** The handler of a connection that is set up. */
    public static Http2Link make(
            Exchanges exchanges,
            VirtualServer virtualServer,
            ChannelHandlerContext context,
            ClientConnection connection) {
        Http2Requests requests = new Http2Requests(exchanges, virtualServer, connection);
        return new Builder(exchanges.worker(), virtualServer, context, requests).make();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        requests.start(this);
        deadlineNanos = worker().nowNanos()
                + virtualServer.snapshot().spec().timeouts().requestHead().toNanos();
        worker().deadlines().add(this);
        widen(virtualServer.snapshot().spec().connection().http2().maxStreams(), Http2Requests.STREAM_WINDOW);
    }

    /** A stream has begun or ended: without one, the connection waits for the next request. */
    void streamsChanged(boolean any) {
        deadlineNanos = any
                ? NEVER
                : worker().nowNanos()
                        + virtualServer.snapshot().spec().timeouts().idle().toNanos();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        requests.flushOtherSides();
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
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
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot take it is gone
    public void drain() {
        if (draining) {
            return;
        }
        draining = true;
        goAway(context(), Integer.MAX_VALUE, 0, Unpooled.EMPTY_BUFFER, context().newPromise());
        flush(context());
        worker().loop().schedule(() -> context().close(), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        requests.stop();
        Closing.now(context().channel());
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        deadlineNanos = NEVER;
        Closing.now(context().channel());
    }

    @Override
    public int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}

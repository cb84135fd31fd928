package org.netchestra.dispatcher.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import org.netchestra.core.config.Http2Spec;
import org.netchestra.core.config.VirtualServerSpec;

/**
 * A connection to a client that speaks HTTP/2 (RFC 9113), with the codec of Netty: framing, HPACK, settings and flow control are its
 * own, requests are {@link Http2Downstream}s. Confined to its event loop.
 */
final class Http2Handler extends Http2ConnectionHandler implements Relayed {

    /** Clients that reset more streams than this in this time are thrown out (CVE-2023-44487). */
    private static final int MAX_RESETS = 200;

    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int MAX_EMPTY_DATA_FRAMES = 2;
    private static final int MAX_QUEUED_CONTROL_FRAMES = 10_000;
    private static final long GOODBYE_MILLIS = 1000;

    private final Worker worker;
    private final VirtualServer virtualServer;
    private final Http2Requests requests;
    private ChannelHandlerContext context;
    private final Runnable flushNow = this::flushNow;
    private boolean flushing;
    private boolean draining;
    private long deadlineNanos;
    private int deadlineSlot = -1;

    private Http2Handler(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Worker worker,
            VirtualServer virtualServer,
            ChannelHandlerContext context,
            Http2Requests requests) {
        super(decoder, encoder, settings);
        this.worker = worker;
        this.virtualServer = virtualServer;
        this.context = context;
        this.requests = requests;
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Builder> {

        private final Worker worker;
        private final VirtualServer virtualServer;
        private final ChannelHandlerContext context;
        private final Http2Requests requests;

        private Builder(
                Worker worker, VirtualServer virtualServer, ChannelHandlerContext context, Http2Requests requests) {
            this.worker = worker;
            this.virtualServer = virtualServer;
            this.context = context;
            this.requests = requests;
        }

        private Http2Handler make() {
            VirtualServerSpec spec = virtualServer.snapshot().spec();
            Http2Spec http2 = spec.connection().http2();
            server(true);
            frameListener(requests);
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(http2.maxStreams())
                    .maxHeaderListSize(spec.limits().headBytes())
                    .initialWindowSize(Http2Requests.STREAM_WINDOW));
            decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS);
            decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES);
            encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES);
            gracefulShutdownTimeoutMillis(spec.timeouts().drain().toMillis());
            return build();
        }

        @Override
        protected Http2Handler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Handler(decoder, encoder, settings, worker, virtualServer, context, requests);
        }
    }

    /** The handler of a connection that is set up. */
    static Http2Handler make(
            Worker worker, VirtualServer virtualServer, ChannelHandlerContext context, ClientConnection connection) {
        Http2Requests requests = new Http2Requests(worker, virtualServer, connection);
        return new Builder(worker, virtualServer, context, requests).make();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
        requests.start(this, ctx);
        deadlineNanos = worker.nowNanos()
                + virtualServer.snapshot().spec().timeouts().requestHead().toNanos();
        worker.deadlines().add(this);
        widenConnectionWindow();
    }

    /** The window of all streams together: one whose server takes nothing must not hold up the others. */
    private void widenConnectionWindow() throws Http2Exception {
        int streams = virtualServer.snapshot().spec().connection().http2().maxStreams();
        Http2Stream connectionStream = connection().connectionStream();
        int more = Math.min(streams, 1000) * Http2Requests.STREAM_WINDOW - Http2Requests.STREAM_WINDOW;
        if (more > 0) {
            decoder().flowController().incrementWindowSize(connectionStream, more);
        }
    }

    /** A stream has begun or ended: without one, the connection waits for the next request. */
    void streamsChanged(boolean any) {
        deadlineNanos = any
                ? NEVER
                : worker.nowNanos()
                        + virtualServer.snapshot().spec().timeouts().idle().toNanos();
    }

    /** Flushes at the end of this turn of the event loop, once for all streams that have something. */
    void flushSoon() {
        if (!flushing) {
            flushing = true;
            worker.loop().execute(flushNow);
        }
    }

    private void flushNow() {
        flushing = false;
        flush(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        requests.flushUpstreams();
        super.channelReadComplete(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (Closing.isInputEnd(event)) {
            // Nothing a client of HTTP/2 has to say could come after this.
            Closing.now(ctx.channel());
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        worker.deadlines().remove(this);
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
        goAway(context, Integer.MAX_VALUE, 0, Unpooled.EMPTY_BUFFER, context.newPromise());
        context.flush();
        worker.loop().schedule(() -> context.close(), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        requests.stop();
        Closing.now(context.channel());
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        deadlineNanos = NEVER;
        Closing.now(context.channel());
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

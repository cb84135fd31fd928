package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.netchestra.dispatcher.HttpLimits;
import org.netchestra.dispatcher.netty.loop.Timed;

/** The client's end of a connection to a server that speaks HTTP/2, which also sees whether the server still lives. Confined to its event loop. */
final class Http2ServerLink extends Http2Link implements Timed {

    /** Silence of a server that owes replies, after which it is asked whether it lives. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Streams have odd numbers of 31 bits; a connection ends long before they do. */
    private static final int LAST_STREAM = Integer.MAX_VALUE - 100_000;

    private final Http2Upstream upstream;
    private final Http2Replies replies;
    private long deadlineNanos = NEVER;
    private long readNanos;
    private boolean asked;
    private int deadlineSlot = -1;

    private Http2ServerLink(
            Builder builder, Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(builder, decoder, encoder, settings);
        upstream = builder.upstream;
        replies = builder.replies;
    }

    private static final class Builder extends Http2Link.Codec {

        private final Http2Upstream upstream;
        private final Http2Replies replies;

        private Builder(Http2Upstream upstream, Http2Replies replies) {
            super(
                    upstream.worker(),
                    null,
                    false,
                    replies.section(),
                    replies,
                    Http2Settings.defaultSettings()
                            .pushEnabled(false)
                            .maxHeaderListSize(HttpLimits.REPLY.headBytes())
                            .initialWindowSize(Http2Replies.STREAM_WINDOW));
            this.upstream = upstream;
            this.replies = replies;
        }

        @Override
        protected Http2ServerLink build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2ServerLink(this, decoder, encoder, settings);
        }
    }

    static Http2ServerLink make(Http2Upstream upstream) {
        return (Http2ServerLink) new Builder(upstream, new Http2Replies(upstream)).make();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        replies.listen(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        worker().deadlines().add(this);
        widen(upstream.streamLimit(), Http2Replies.STREAM_WINDOW);
        flushSoon();
    }

    boolean isOpen() {
        return context().channel().isActive() && connection().local().lastStreamCreated() < LAST_STREAM;
    }

    /** Streams that the server allows at a time. */
    int peersLimit() {
        return connection().local().maxActiveStreams();
    }

    /** Waits for the server's settings. */
    void awaitSettings(int millis) {
        deadlineNanos = worker().nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The number of the next stream, which is opened at once. */
    int nextStream() {
        if (deadlineNanos == NEVER) {
            readNanos = worker().nowNanos();
            deadlineNanos = readNanos + SILENCE_NANOS;
        }
        return connection().local().incrementAndGetNextStreamId();
    }

    Http2Replies replies() {
        return replies;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        readNanos = worker().nowNanos();
        asked = false;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        replies.flushOtherSides();
        super.channelReadComplete(ctx);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception http2Ex) {
        if (!upstream.isReady()) {
            upstream.failed(new ConnectException("the server does not speak HTTP/2: " + cause.getMessage()));
        }
        replies.malformed();
        super.onConnectionError(ctx, outbound, cause, http2Ex);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException http2Ex) {
        Http2Stream stream = connection().stream(http2Ex.streamId());
        Http2UpstreamStream broken = stream == null ? null : replies.of(stream);
        super.onStreamError(ctx, outbound, cause, http2Ex);
        if (broken != null) {
            broken.malformed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        worker().deadlines().remove(this);
        super.channelInactive(ctx);
        upstream.closed();
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot take it is gone
    public void onDeadline(long nowNanos) {
        if (!upstream.isReady()) {
            deadlineNanos = NEVER;
            upstream.late();
        } else if (upstream.streams() == 0) {
            deadlineNanos = NEVER;
        } else if (nowNanos - readNanos < SILENCE_NANOS) {
            deadlineNanos = readNanos + SILENCE_NANOS;
        } else if (asked) {
            deadlineNanos = NEVER;
            drop();
        } else {
            asked = true;
            deadlineNanos = nowNanos + ANSWER_NANOS;
            encoder().writePing(context(), false, nowNanos, context().newPromise());
            flush(context());
        }
    }

    @Override
    public void stop() {
        drop();
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

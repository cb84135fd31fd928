package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.Present;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * Bounds what a peer can make this side write: answers that wait because the peer reads nothing, and resets of streams that the peer
 * provokes (CVE-2025-8671). Confined to one event loop.
 */
final class Http2LimitedEncoder extends DecoratingHttp2ConnectionEncoder {

    /** DATA stops far below, so that more than this is answers to frames of control. */
    private static final int MAX_UNSENT_BYTES = 1 << 20;

    private static final int MAX_RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 30;

    private final Worker worker;
    private final FrameCount resets;
    private final FrameCount answers = new FrameCount(0, 1, "unread answers");
    private @Nullable Http2LifecycleManager lifecycle;

    /**
     * @param server whether the peer is a client, which alone can open streams only to have them reset
     */
    Http2LimitedEncoder(Http2ConnectionEncoder encoder, Worker worker, boolean server) {
        super(encoder);
        this.worker = worker;
        int most = server ? MAX_RESETS : Integer.MAX_VALUE;
        resets = new FrameCount(most, RESET_WINDOW_SECONDS, "streams that had to be reset");
    }

    @Override
    public void lifecycleManager(Http2LifecycleManager manager) {
        lifecycle = manager;
        super.lifecycleManager(manager);
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        if (resets.isExceeded(worker.nowNanos())) {
            end(ctx, resets.tooMany());
        }
        return super.writeRstStream(ctx, streamId, errorCode, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        checkUnsent(ctx);
        return super.writeSettingsAck(ctx, promise);
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        checkUnsent(ctx);
        return super.writePing(ctx, ack, data, promise);
    }

    private void checkUnsent(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        if (unsent != null && unsent.totalPendingWriteBytes() > MAX_UNSENT_BYTES) {
            end(ctx, answers.tooMany());
        }
    }

    private void end(ChannelHandlerContext ctx, Http2Exception why) {
        Present.in(lifecycle, "lifecycle").onError(ctx, true, why);
    }
}

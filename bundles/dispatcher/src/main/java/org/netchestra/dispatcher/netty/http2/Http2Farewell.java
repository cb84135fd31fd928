package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP/2 connection ends (RFC 9113 sections 5.4.1 and 6.8): with a good-bye and behind the last stream, or with an error at once.
 * Confined to its event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // whichever way it ends, the channel is closed, and the handler hears of that
final class Http2Farewell {

    private final Http2Link link;
    private final Http2Streams streams;
    private final long patienceMillis;
    private @Nullable ChannelPromise closing;
    private @Nullable Future<?> patience;
    private boolean over;

    /** @param patienceMillis how long closing waits for streams that are open, and for what is to be sent */
    Http2Farewell(Http2Link link, Http2Streams streams, long patienceMillis) {
        this.link = link;
        this.streams = streams;
        this.patienceMillis = patienceMillis;
    }

    /** Whether nothing is said or heard any more. */
    boolean isOver() {
        return over;
    }

    /** Says that no stream above this one is taken. */
    void say(int last) {
        link.writer().goAway(streams.takeNoneAbove(last), Http2Error.NO_ERROR, "");
        link.flushSoon();
    }

    /** Says good-bye, and closes the channel when the last stream has ended. */
    void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        ChannelPromise waiting = closing;
        if (over || !ctx.channel().isActive()) {
            ctx.close(promise);
        } else if (waiting != null) {
            PromiseNotifier.cascade(waiting, promise.unvoid());
        } else {
            say(streams.lastOfPeer());
            closing = promise.unvoid();
            bePatient();
            streamEnded();
        }
    }

    /** A stream has ended, which may have been the last one. */
    void streamEnded() {
        ChannelPromise waiting = closing;
        if (waiting != null && streams.count() == 0) {
            closeBehindOutput(waiting);
        }
    }

    /** Tells the peer of an error, and closes the channel. */
    void fail(Http2Exception why) {
        over = true;
        int last = streams.takeNoneAbove(streams.lastOfPeer());
        link.writer().goAway(last, why.error(), String.valueOf(why.getMessage()));
        if (patience == null) {
            bePatient();
        }
        closeBehindOutput(link.context().newPromise());
    }

    private void bePatient() {
        patience = link.worker().loop().schedule(link::drop, patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void closeBehindOutput(ChannelPromise promise) {
        ChannelHandlerContext ctx = link.context();
        link.output().writer().emit();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> ctx.close(promise));
    }

    /** The channel is gone. */
    void gone() {
        over = true;
        Future<?> timer = patience;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

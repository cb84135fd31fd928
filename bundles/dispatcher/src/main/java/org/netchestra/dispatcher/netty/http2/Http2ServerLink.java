package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.http2head.Http2ReplyHead;
import org.netchestra.dispatcher.message.HttpLimits;

/** The client's end of a connection to a server that speaks HTTP/2, which also sees whether the server still lives. Confined to its event loop. */
final class Http2ServerLink extends Http2Link {

    /** What a server may send on one stream before anybody has taken it. */
    private static final int STREAM_WINDOW = 128 * 1024;

    /** Silence of a server that owes replies, after which it is asked whether it lives. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Streams have odd numbers of 31 bits; a connection ends long before they do. */
    private static final int LAST_STREAM = Integer.MAX_VALUE - 100_000;

    private final Http2Upstream upstream;
    private final Http2ReplyHead section;
    private long deadlineNanos = NEVER;
    private long readNanos;
    private boolean asked;

    private Http2ServerLink(Http2Upstream upstream, Http2ReplyHead section) {
        super(
                upstream.worker(),
                new Http2Plan(
                        false,
                        upstream.streamLimit(),
                        STREAM_WINDOW,
                        HttpLimits.REPLY.headBytes(),
                        TimeUnit.SECONDS.toMillis(30)),
                section);
        this.upstream = upstream;
        this.section = section;
    }

    static Http2ServerLink make(Http2Upstream upstream) {
        return new Http2ServerLink(upstream, new Http2ReplyHead());
    }

    /** Where the fields of header sections go. */
    Http2ReplyHead section() {
        return section;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        super.channelActive(ctx);
        worker().deadlines().add(this);
    }

    boolean isOpen() {
        return context().channel().isActive() && streams().lastOfOurs() < LAST_STREAM;
    }

    /** Streams that the server allows at a time. */
    int peersLimit() {
        return peersSettings().streams();
    }

    /** Waits for the server's settings. */
    void awaitSettings(int millis) {
        deadlineNanos = worker().nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Opens a stream; null when the server takes no more. */
    @Nullable
    Http2Stream tryOpen(Http2UpstreamStream end) {
        if (!isOpen() || streams().isPeerLeaving() || streams().count() >= peersLimit()) {
            return null;
        }
        if (deadlineNanos == NEVER) {
            readNanos = worker().nowNanos();
            deadlineNanos = readNanos + SILENCE_NANOS;
        }
        return open(end);
    }

    @Override
    void accept(Http2Stream stream) {
        throw new IllegalStateException("stream " + stream.number() + ": of a server (expected: of this side)");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        readNanos = worker().nowNanos();
        asked = false;
        super.channelRead(ctx, message);
    }

    @Override
    void settingsRead() {
        upstream.settings();
    }

    @Override
    void peerLeaving() {
        upstream.retire();
    }

    /** What the server sends is no HTTP/2: so is every reply that is not whole. */
    @Override
    void failing(Http2Exception why) {
        if (!upstream.isReady()) {
            upstream.failed(new ConnectException("the server does not speak HTTP/2: " + why.getMessage()));
        }
        streams().list().forEach(stream -> stream.end().broken());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
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
            ping(nowNanos);
        }
    }

    @Override
    public void stop() {
        drop();
    }
}

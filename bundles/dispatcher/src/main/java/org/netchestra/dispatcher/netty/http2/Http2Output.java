package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;

/**
 * What the streams of a connection send together: the window that they share, and the turn in which they send what waits for it, for the
 * network or for windows of their own, one frame each. Confined to its event loop.
 */
final class Http2Output {

    private final ChannelHandlerContext ctx;
    private final Http2FrameWriter writer;
    private final ArrayDeque<Http2StreamOutput> waiting = new ArrayDeque<>();
    private int window = Http2Plan.INITIAL_WINDOW;
    private int streamWindow = Http2Plan.INITIAL_WINDOW;

    Http2Output(ChannelHandlerContext ctx, Http2FrameWriter writer) {
        this.ctx = ctx;
        this.writer = writer;
    }

    Http2FrameWriter writer() {
        return writer;
    }

    /** What each stream may send at first, as the peer has it. */
    int streamWindow() {
        return streamWindow;
    }

    void setStreamWindow(int octets) {
        streamWindow = octets;
    }

    /** The octets of data that all streams may send now. */
    int room() {
        return ctx.channel().isWritable() ? window : 0;
    }

    void use(int octets) {
        window -= octets;
    }

    /** The peer takes more on the connection; false when that is more than there can be. */
    boolean widen(int more) {
        window += more;
        return window >= 0;
    }

    /** The stream has data and may send some of it as soon as there is room. */
    void await(Http2StreamOutput stream) {
        waiting.addLast(stream);
    }

    /** The stream is gone: it would wait as long as the peer's window stays closed. */
    void awaitNoMore(Http2StreamOutput stream) {
        waiting.remove(stream);
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Sends what waits, as far as there is room. */
    void sendWaiting() {
        while (!waiting.isEmpty() && room() > 0) {
            Http2StreamOutput stream = waiting.removeFirst();
            if (stream.sendWaiting()) {
                waiting.addLast(stream);
            }
        }
    }
}

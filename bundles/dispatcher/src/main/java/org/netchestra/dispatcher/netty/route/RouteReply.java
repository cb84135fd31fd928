package org.netchestra.dispatcher.netty.route;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import org.netchestra.dispatcher.netty.loop.Buffers;

/** The body of a route's reply, on its way to the event loop. For one thread. */
final class RouteReply extends OutputStream {

    private static final int PIECE = 16 * 1024;

    private final RouteUpstream upstream;
    private final boolean bodiless;
    private final boolean bounded;
    private long remaining;
    private boolean closed;

    /**
     * @param bodiless whether no body follows whatever the head says; what is written then is dropped
     * @param length what the head says, or less than 0
     */
    RouteReply(RouteUpstream upstream, boolean bodiless, long length) {
        this.upstream = upstream;
        this.bodiless = bodiless;
        bounded = length >= 0;
        remaining = length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (bodiless) {
            return;
        }
        if (bounded && length > remaining) {
            throw new IOException(
                    "body: " + (length - remaining) + " bytes too long (expected: the length in the head)");
        }
        for (int at = 0; at < length; at += PIECE) {
            int count = Math.min(PIECE, length - at);
            upstream.throttle().await(count);
            ByteBuf piece = Buffers.ALLOCATOR.directBuffer(count).writeBytes(bytes, offset + at, count);
            upstream.onLoop(() -> upstream.replyData(piece));
            remaining -= count;
        }
    }

    /** Ends the reply; one that is too short is torn, so that the client notices. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean whole = bodiless || !bounded || remaining == 0;
        upstream.onLoop(whole ? upstream::replyEnd : upstream::failed);
    }
}

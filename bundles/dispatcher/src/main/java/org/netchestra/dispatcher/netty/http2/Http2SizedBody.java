package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message on its way into a stream. If its length is known, its last piece waits for what comes behind it, mostly in the
 * same read: an end goes in one frame with it, and trailers behind it (RFC 9113 section 8.1). Confined to its event loop.
 */
final class Http2SizedBody {

    /** No length is declared, or nothing follows. */
    static final int UNKNOWN = -1;

    private long left = UNKNOWN;
    private @Nullable ByteBuf last;

    /** A body of so many bytes follows, or of {@link #UNKNOWN} length. */
    void begin(long length) {
        left = length;
    }

    /** Takes over a piece. */
    void data(@Nullable Http2StreamOutput output, ByteBuf piece) {
        passLast(output, false);
        if (left != UNKNOWN) {
            left -= piece.readableBytes();
        }
        if (left == 0) {
            last = piece;
        } else {
            pass(output, piece, false);
        }
    }

    /** Passes on what waits, with the end of the stream or not. */
    void passLast(@Nullable Http2StreamOutput output, boolean end) {
        ByteBuf piece = last;
        last = null;
        if (piece != null) {
            pass(output, piece, end);
        }
    }

    private static void pass(@Nullable Http2StreamOutput output, ByteBuf piece, boolean end) {
        if (output == null || output.isEnded()) {
            piece.release();
        } else {
            output.data(piece, end);
        }
    }

    /** Forgets what waits. */
    void release() {
        passLast(null, false);
    }
}

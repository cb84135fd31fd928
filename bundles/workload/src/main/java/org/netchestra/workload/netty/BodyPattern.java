package org.netchestra.workload.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * The body that every real server sends and every generator expects: printable, with a period of 251 bytes, a prime,
 * so that a lost, doubled or shifted chunk of any usual size shows. Thread-safe: the one buffer is never written.
 */
public final class BodyPattern {
    /** The longest piece of the pattern that is handed out at once, in bytes. */
    public static final int PIECE = 64 * 1024;

    private static final int PERIOD = 251;
    private static final ByteBuf PATTERN = Unpooled.unreleasableBuffer(pattern());

    private BodyPattern() {}

    private static ByteBuf pattern() {
        ByteBuf bytes = Unpooled.directBuffer(PIECE + PERIOD);
        for (int i = 0; i < PIECE + PERIOD; i++) {
            int inPeriod = i % PERIOD;
            bytes.writeByte(inPeriod == PERIOD - 1 ? '\n' : '!' + inPeriod % 94);
        }
        return bytes;
    }

    /** The bytes of the pattern at {@code offset}, at most {@link #PIECE} of them; nothing to release. */
    public static ByteBuf piece(long offset, long length) {
        return PATTERN.slice((int) (offset % PERIOD), (int) Math.min(length, PIECE));
    }

    /** Whether {@code length} bytes of {@code body} from {@code index} are the pattern's bytes from {@code offset}. */
    public static boolean matches(ByteBuf body, int index, int length, long offset) {
        for (int done = 0; done < length; done += PIECE) {
            int step = Math.min(PIECE, length - done);
            if (!ByteBufUtil.equals(body, index + done, PATTERN, (int) ((offset + done) % PERIOD), step)) {
                return false;
            }
        }
        return true;
    }
}

package org.netchestra.workload.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Function;

/**
 * Writes a body of the pattern, however long, without holding more of it than the channel's outbound buffer takes.
 * Confined to the channel's event loop: call {@link #pump} at the start and whenever the channel is writable again.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is seen
public final class PatternWriter {
    private final long length;
    private final Function<ByteBuf, Object> framing;
    private long written;
    private boolean pumping;

    /** A body of {@code length} bytes, each piece of which is turned into a message by {@code framing}. */
    public PatternWriter(long length, Function<ByteBuf, Object> framing) {
        this.length = length;
        this.framing = framing;
    }

    /** Writes as much as the channel takes; true when all is written. The caller flushes. */
    public boolean pump(ChannelHandlerContext ctx) {
        if (pumping) {
            return false; // A write that fills the channel reports so at once, from within.
        }
        pumping = true;
        while (written < length && ctx.channel().isWritable()) {
            ByteBuf piece = BodyPattern.piece(written, length - written);
            written += piece.readableBytes();
            ctx.write(framing.apply(piece), ctx.voidPromise());
        }
        pumping = false;
        return written == length;
    }
}

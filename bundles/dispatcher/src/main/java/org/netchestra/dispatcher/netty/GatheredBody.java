package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a request's body, kept until it is known to have reached a server, so that it can be sent to another. Reused;
 * confined to one event loop.
 */
final class GatheredBody {

    /** What is gathered before a server is bothered with a body that is not whole. */
    private static final int ENOUGH = 16 * 1024;

    private static final int FIRST_CAPACITY = 512;

    private @Nullable ByteBuf bytes;

    /** Takes over a piece. A body that comes in one piece is kept as it is, others are copied together. */
    void add(ByteBuf data, long contentLength) {
        ByteBuf buffer = bytes;
        if (buffer == null && data.readableBytes() == contentLength) {
            bytes = data;
            return;
        }
        if (buffer == null) {
            int capacity = Math.max(FIRST_CAPACITY, data.readableBytes());
            buffer = ByteBufAllocator.DEFAULT.directBuffer(capacity);
            bytes = buffer;
        }
        buffer.writeBytes(data);
        data.release();
    }

    /** Whether there is enough to bother a server. */
    boolean isFull() {
        return bytes != null && bytes.readableBytes() >= ENOUGH;
    }

    /** What is here, or null. */
    @Nullable
    ByteBuf bytes() {
        return bytes;
    }

    /** Passes on what is here, and keeps it. */
    void passTo(UpstreamStream stream) {
        if (bytes != null) {
            stream.requestData(bytes.retainedDuplicate());
        }
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}

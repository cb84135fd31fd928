package org.netchestra.dispatcher.netty.connection;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.loop.Buffers;

/**
 * Bytes that came before they were wanted. They may have to wait for long, so that what fills the less part of the memory it was read
 * into is copied, and pieces are copied together. Confined to one event loop.
 */
public final class ReadAhead {

    private @Nullable ByteBuf bytes;
    private boolean own;

    /** Whether nothing is kept. */
    public boolean isEmpty() {
        return bytes == null;
    }

    /** Bytes of memory that are taken. */
    public int capacity() {
        return bytes == null ? 0 : bytes.capacity();
    }

    /** Takes over bytes, behind those that are here. */
    public void add(ByteBuf more) {
        if (bytes == null && more.readableBytes() > more.capacity() / 2) {
            bytes = more;
            return;
        }
        ByteBuf into = own(more.readableBytes());
        try {
            into.writeBytes(more);
        } finally {
            more.release();
        }
    }

    /** What is here, in a buffer that nobody else has a part of. */
    private ByteBuf own(int room) {
        ByteBuf kept = bytes;
        if (kept != null && own) {
            return kept;
        }
        ByteBuf copy = Buffers.ALLOCATOR.directBuffer(room + (kept == null ? 0 : kept.readableBytes()));
        if (kept != null) {
            copy.writeBytes(kept);
            kept.release();
        }
        bytes = copy;
        own = true;
        return copy;
    }

    /** All of them, which stay here; null when there are none. */
    public @Nullable ByteBuf peek() {
        return bytes;
    }

    /** All of them, for the caller to release, or null. */
    public @Nullable ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = null;
        own = false;
        return taken;
    }

    /** Lets go of what is kept. */
    public void release() {
        ByteBuf taken = take();
        if (taken != null) {
            taken.release();
        }
    }
}

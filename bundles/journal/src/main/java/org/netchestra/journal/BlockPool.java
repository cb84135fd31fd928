package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers off the heap that carry pieces of bodies to the disk and back. Bounded; thread-safe. A lock of a few nanoseconds
 * for pieces of kilobytes.
 */
final class BlockPool {

    /** Body bytes in one block. */
    static final int BODY_BYTES = 64 << 10;

    private static final int BLOCK_BYTES = Frame.HEADER + Long.BYTES + BODY_BYTES;

    private final int most;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private int made;

    BlockPool(int most) {
        this.most = most;
    }

    /** A block to be given back, or null when all are in use. */
    @Nullable
    ByteBuffer take() {
        synchronized (free) {
            ByteBuffer block = free.pollLast();
            if (block != null || made == most) {
                return block;
            }
            made++;
        }
        return ByteBuffer.allocateDirect(BLOCK_BYTES);
    }

    /** Takes a block back; other buffers are ignored. */
    void release(ByteBuffer buffer) {
        if (buffer.isDirect() && buffer.capacity() == BLOCK_BYTES) {
            synchronized (free) {
                free.addLast(buffer.clear());
            }
        }
    }
}

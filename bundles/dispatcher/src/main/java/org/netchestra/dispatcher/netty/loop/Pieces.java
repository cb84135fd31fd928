package org.netchestra.dispatcher.netty.loop;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a body that wait or are kept, first in, first out: as they are, or copied together where each of them would cost more than
 * its bytes. Confined to one event loop.
 */
public final class Pieces {

    private static final int FIRST_CAPACITY = 512;
    private static final int MOST_CAPACITY = 64 * 1024;

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(4);
    private @Nullable ByteBuf copies;

    /** Takes over a piece. */
    public void add(ByteBuf piece) {
        pieces.addLast(piece);
        copies = null;
    }

    /** Takes over the bytes of a piece, but not the memory that they are in. */
    public void copy(ByteBuf piece) {
        copyBytes(piece);
        piece.release();
    }

    /** Never lets a buffer grow: what it has may be on its way to somebody. */
    private void copyBytes(ByteBuf data) {
        ByteBuf into = copies;
        if (into != null) {
            into.writeBytes(data, Math.min(into.writableBytes(), data.readableBytes()));
        }
        if (data.isReadable()) {
            int before = into == null ? FIRST_CAPACITY / 2 : into.capacity();
            int capacity = Math.max(Math.min(before * 2, MOST_CAPACITY), data.readableBytes());
            ByteBuf fresh = Buffers.ALLOCATOR.directBuffer(capacity, capacity).writeBytes(data);
            pieces.addLast(fresh);
            copies = fresh;
        }
    }

    /** The first one, which stays here; there must be one. */
    public ByteBuf first() {
        return pieces.getFirst();
    }

    /** The first one, for the caller to release; there must be one. */
    public ByteBuf removeFirst() {
        if (pieces.size() == 1) {
            // Copies go into the last one only.
            copies = null;
        }
        return pieces.removeFirst();
    }

    /** How many there are. */
    public int size() {
        return pieces.size();
    }

    /** Shows all. */
    public void forEach(Consumer<ByteBuf> visitor) {
        pieces.forEach(visitor);
    }

    /** Lets go of all. */
    public void release() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        copies = null;
    }
}

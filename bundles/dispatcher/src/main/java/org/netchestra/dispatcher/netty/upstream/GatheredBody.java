package org.netchestra.dispatcher.netty.upstream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.loop.KeptMemory;

/**
 * The beginning of a request's body, or all of it when it is not large, so that it can be sent to another server: the very buffers it
 * was read into, which costs nothing as long as no server fails. Reused; confined to one event loop.
 */
public final class GatheredBody {

    /** What is gathered before a server is bothered with a body that is not whole. */
    private static final int ENOUGH = 16 * 1024;

    /** Bodies to this length are kept here while they pass; the journal has larger ones. */
    private static final int MOST_KEPT = 1 << 20;

    private static final int FIRST_CAPACITY = 512;
    private static final int MOST_CAPACITY = 64 * 1024;

    private final KeptMemory memory;
    private final List<ByteBuf> pieces = new ArrayList<>();
    private @Nullable ByteBuf copies;
    private int length;
    private int taken;

    /** @param memory bounds what all requests of an event loop keep */
    public GatheredBody(KeptMemory memory) {
        this.memory = memory;
    }

    /** Takes over a piece. */
    public void add(ByteBuf data, long contentLength) {
        if (data.readableBytes() == contentLength || isFull(data)) {
            append(data);
        } else {
            copy(data);
            data.release();
        }
    }

    /** Keeps a piece that passes; false when there is no room for it. */
    public boolean keep(ByteBuf data) {
        int size = data.readableBytes();
        if (length + size > MOST_KEPT || !memory.take(size)) {
            return false;
        }
        taken += size;
        if (isFull(data)) {
            append(data.retainedDuplicate());
        } else {
            copy(data.duplicate());
        }
        return true;
    }

    /** Whether most of the memory that a piece holds on to is its own: a trickle must not hold a large buffer for each byte. */
    private static boolean isFull(ByteBuf data) {
        ByteBuf root = data;
        for (ByteBuf below = root.unwrap(); below != null; below = root.unwrap()) {
            root = below;
        }
        return data.readableBytes() >= root.capacity() / 2;
    }

    private void append(ByteBuf piece) {
        length += piece.readableBytes();
        pieces.add(piece);
        copies = null;
    }

    /** Never lets a buffer grow: what it has may be on its way to a server. */
    private void copy(ByteBuf data) {
        length += data.readableBytes();
        ByteBuf into = copies;
        if (into != null) {
            into.writeBytes(data, Math.min(into.writableBytes(), data.readableBytes()));
        }
        if (data.isReadable()) {
            int before = into == null ? FIRST_CAPACITY / 2 : into.capacity();
            int capacity = Math.max(Math.min(before * 2, MOST_CAPACITY), data.readableBytes());
            ByteBuf fresh = Buffers.ALLOCATOR.directBuffer(capacity, capacity).writeBytes(data);
            pieces.add(fresh);
            copies = fresh;
        }
    }

    /** Whether there is enough to bother a server. */
    public boolean isFull() {
        return length >= ENOUGH;
    }

    /** Shows what is here. */
    public void forEach(Consumer<ByteBuf> piece) {
        pieces.forEach(piece);
    }

    /** Passes on what is here, and keeps it. */
    public void passTo(UpstreamStream stream) {
        for (ByteBuf piece : pieces) {
            stream.requestData(piece.retainedDuplicate());
        }
    }

    /** Lets go of what is here. */
    public void release() {
        if (length > 0) {
            pieces.forEach(ByteBuf::release);
            pieces.clear();
            memory.give(taken);
            copies = null;
            length = 0;
            taken = 0;
        }
    }
}

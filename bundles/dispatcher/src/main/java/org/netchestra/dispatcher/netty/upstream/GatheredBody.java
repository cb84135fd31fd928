package org.netchestra.dispatcher.netty.upstream;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.netchestra.dispatcher.netty.loop.KeptMemory;
import org.netchestra.dispatcher.netty.loop.Pieces;

/**
 * The beginning of a request's body, or all of it when it is not large, so that it can be sent to another server: the very buffers it
 * was read into, which costs nothing as long as no server fails. Reused; confined to one event loop.
 */
public final class GatheredBody {

    /** What is gathered before a server is bothered with a body that is not whole. */
    private static final int ENOUGH = 16 * 1024;

    /** Bodies to this length are kept here while they pass; the journal has larger ones. */
    private static final int MOST_KEPT = 1 << 20;

    private final KeptMemory memory;
    private final Pieces pieces = new Pieces();
    private int length;
    private int taken;

    /** @param memory bounds what all requests of an event loop keep */
    public GatheredBody(KeptMemory memory) {
        this.memory = memory;
    }

    /** Takes over a piece. */
    public void add(ByteBuf data, long contentLength) {
        hold(data, data.readableBytes() == contentLength || isFull(data));
    }

    /** Keeps a piece that passes; false when there is no room for it. */
    public boolean keep(ByteBuf data) {
        int size = data.readableBytes();
        if (length + size > MOST_KEPT || !memory.take(size)) {
            return false;
        }
        taken += size;
        hold(data.retainedDuplicate(), isFull(data));
        return true;
    }

    private void hold(ByteBuf data, boolean asItIs) {
        length += data.readableBytes();
        if (asItIs) {
            pieces.add(data);
        } else {
            pieces.copy(data);
        }
    }

    /** Whether most of the memory that a piece holds on to is its own: a trickle must not hold a large buffer for each byte. */
    private static boolean isFull(ByteBuf data) {
        ByteBuf root = data;
        for (ByteBuf below = root.unwrap(); below != null; below = root.unwrap()) {
            root = below;
        }
        return data.readableBytes() >= root.capacity() / 2;
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
        pieces.forEach(piece -> stream.requestData(piece.retainedDuplicate()));
    }

    /** Lets go of what is here. */
    public void release() {
        if (length > 0) {
            pieces.release();
            memory.give(taken);
            length = 0;
            taken = 0;
        }
    }
}

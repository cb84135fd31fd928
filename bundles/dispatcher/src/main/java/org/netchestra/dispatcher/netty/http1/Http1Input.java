package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ReadAhead;
import org.netchestra.dispatcher.netty.loop.KeptMemory;

/**
 * What a client of HTTP/1.1 sends: what has to wait behind the request that is answered, whether more is read, and whether it has
 * ended. Confined to its event loop.
 */
final class Http1Input {

    private final SocketChannel channel;
    private final KeptMemory memory;
    private final ReadAhead waiting = new ReadAhead();
    private boolean bodyWanted = true;
    private boolean ended;
    private boolean cut;
    private int held;
    private long total;

    /** @param memory for what waits, of all clients of the event loop */
    Http1Input(SocketChannel channel, KeptMemory memory) {
        this.channel = channel;
        this.memory = memory;
    }

    /** Counts bytes that were read; how many they are. */
    int count(ByteBuf in) {
        int bytes = in.readableBytes();
        total += bytes;
        return bytes;
    }

    /** Counts bytes that went to a server without being read here. */
    void passed(int bytes) {
        total += bytes;
    }

    /** Bytes that came since the connection's start. */
    long total() {
        return total;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes over bytes that must wait; false when there is no memory for them: all that waits is gone then, and what comes behind it. */
    boolean add(ByteBuf more) {
        if (cut) {
            more.release();
            return false;
        }
        waiting.add(more);
        int grown = waiting.capacity() - held;
        cut = !memory.take(grown);
        if (cut) {
            release();
            return false;
        }
        held += grown;
        return true;
    }

    /** Whether the client has sent more than was taken. */
    boolean hasMore() {
        return cut || !waiting.isEmpty();
    }

    /** What waits, for the caller to release, or null. */
    @Nullable
    ByteBuf take() {
        memory.give(held);
        held = 0;
        return waiting.take();
    }

    /** Lets go of what waits. */
    void release() {
        memory.give(held);
        held = 0;
        waiting.release();
    }

    /** The body of the request is wanted now, or has to wait. */
    void want(boolean body) {
        bodyWanted = body;
    }

    /** The client sends nothing more; false if that is known. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether the client sends nothing more, and nothing of it waits. */
    boolean isOver() {
        return ended && waiting.isEmpty();
    }

    /** Reads on unless the body or the next request must wait. */
    void readAsWanted(Http1State state) {
        boolean wanted = waiting.isEmpty() && (bodyWanted || isReadAnyway(state));
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    private static boolean isReadAnyway(Http1State state) {
        return state == Http1State.REPLY || state == Http1State.LINGER;
    }
}

package org.netchestra.dispatcher.netty.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Bytes that came before they were wanted. Confined to one event loop. */
public final class ReadAhead {

    private @Nullable ByteBuf bytes;

    /** Whether nothing is kept. */
    public boolean isEmpty() {
        return bytes == null;
    }

    /** Takes over bytes, behind those that are here. */
    public void add(ByteBuf more) {
        bytes = bytes == null ? more : Unpooled.wrappedBuffer(bytes, more);
    }

    /** All of them, which stay here; null when there are none. */
    public @Nullable ByteBuf peek() {
        return bytes;
    }

    /** All of them, for the caller to release, or null. */
    public @Nullable ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = null;
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

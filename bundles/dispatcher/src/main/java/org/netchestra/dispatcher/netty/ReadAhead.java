package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Bytes that came before they were wanted. Confined to one event loop. */
final class ReadAhead {

    private @Nullable ByteBuf bytes;

    boolean isEmpty() {
        return bytes == null;
    }

    /** Takes over bytes, behind those that are here. */
    void add(ByteBuf more) {
        bytes = bytes == null ? more : Unpooled.wrappedBuffer(bytes, more);
    }

    /** All of them, which stay here; null when there are none. */
    @Nullable
    ByteBuf peek() {
        return bytes;
    }

    /** All of them, for the caller to release, or null. */
    @Nullable
    ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = null;
        return taken;
    }

    void release() {
        ByteBuf taken = take();
        if (taken != null) {
            taken.release();
        }
    }
}

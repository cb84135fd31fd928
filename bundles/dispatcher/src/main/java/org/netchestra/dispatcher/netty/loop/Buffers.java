package org.netchestra.dispatcher.netty.loop;

import io.netty.buffer.PooledByteBufAllocator;

/** Where the data plane's memory for bytes comes from. */
public final class Buffers {

    /**
     * The pooled allocator, although Netty's default is the adaptive one: that makes a JDK buffer for every copy between two of its
     * buffers (seen with 4.2.18), which is a young collection every few ten thousand requests; this one makes nothing.
     */
    public static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private Buffers() {}
}

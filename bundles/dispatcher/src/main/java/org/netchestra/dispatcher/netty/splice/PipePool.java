package org.netchestra.dispatcher.netty.splice;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.os.PipeSizer;

/**
 * The pipes of one event loop: bounded, as every one takes two file descriptors and, while its receiver is slow, memory of the kernel.
 * Most are empty at the end of each call, so that few serve many connections. Confined to its event loop.
 */
public final class PipePool {

    private static final int MAX = 64;

    private final ArrayDeque<Pipe> free = new ArrayDeque<>();
    private final Supplier<PipeSizer> sizer;
    private int made;
    private final LongAdder bytes = new LongAdder();
    private final AtomicInteger inUse = new AtomicInteger();
    private boolean closed;

    /**
     * @param sizer asked for each new pipe, as it may come and go
     */
    public PipePool(Supplier<PipeSizer> sizer) {
        this.sizer = sizer;
    }

    /** An empty pipe, or null when there is none left. */
    @Nullable
    Pipe take() {
        Pipe pipe = free.pollLast();
        if (pipe == null && made < MAX && !closed) {
            pipe = open();
        }
        if (pipe != null) {
            inUse.incrementAndGet();
        }
        return pipe;
    }

    private @Nullable Pipe open() {
        try {
            Pipe pipe = Pipe.open(sizer.get());
            made++;
            return pipe;
        } catch (IOException noDescriptors) {
            return null;
        }
    }

    /** Counts what went into a pipe. */
    void filled(int count) {
        bytes.add(count);
    }

    /** All that went into pipes. Thread-safe. */
    long bytes() {
        return bytes.sum();
    }

    /** Takes an empty pipe back. */
    void giveBack(Pipe pipe) {
        inUse.decrementAndGet();
        if (closed) {
            close(pipe);
        } else {
            free.addLast(pipe);
        }
    }

    /** Gives up a pipe that is not empty. */
    void discard(Pipe pipe) {
        inUse.decrementAndGet();
        close(pipe);
    }

    private void close(Pipe pipe) {
        made--;
        pipe.close();
    }

    /** How many have bytes in them. Thread-safe. */
    int inUse() {
        return inUse.get();
    }

    /** Closes what nobody uses, and the rest when it comes back. */
    void close() {
        closed = true;
        while (!free.isEmpty()) {
            close(free.removeLast());
        }
    }
}

package org.netchestra.dispatcher.netty.splice;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.os.PipeSizer;

/**
 * The pipes of one event loop: bounded, as every one takes two file descriptors and, while its receiver is slow, memory of the kernel.
 * Most are empty at the end of each call, so that few serve many connections. Those that wait for slow receivers may fill up a quarter
 * of them only; and when nearly all wait, what does not move is taken out of them and waits in user space, so that receivers who take
 * nothing cannot keep all others from theirs. Confined to its event loop.
 */
public final class PipePool {

    /** As many as an event loop has. */
    public static final int MOST = 64;

    private static final int ROOM_WHEN_MANY_WAIT = PipeSizer.ORDINARY;

    private final int most;
    private final Set<PipedBytes> waiting = new LinkedHashSet<>();
    private final ArrayDeque<Pipe> free = new ArrayDeque<>();
    private final Supplier<PipeSizer> sizer;
    private int made;
    private final LongAdder bytes = new LongAdder();
    private final AtomicInteger inUse = new AtomicInteger();
    private boolean closed;

    /**
     * @param sizer asked for each new pipe, as it may come and go
     * @param most pipes at a time
     */
    public PipePool(Supplier<PipeSizer> sizer, int most) {
        this.sizer = sizer;
        this.most = most;
    }

    /** An empty pipe, or null when there is none left. */
    @Nullable
    Pipe take() {
        Pipe pipe = free.pollLast();
        if (pipe == null && made < most && !closed) {
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

    /** How much may go into the pipe that was taken last. */
    int room() {
        return waiting.size() < most / 4 ? Integer.MAX_VALUE : ROOM_WHEN_MANY_WAIT;
    }

    /** The receiver of these takes no more of them now. */
    void waits(PipedBytes bytes) {
        waiting.add(bytes);
    }

    /** These are out, or never will be. */
    void waitsNoMore(PipedBytes bytes) {
        waiting.remove(bytes);
    }

    /** Empties pipes in which nothing moves, if nearly all of them wait: to be called about ten times a second. */
    void sweep() {
        if (waiting.size() <= most - most / 8) {
            return;
        }
        for (Iterator<PipedBytes> each = waiting.iterator(); each.hasNext(); ) {
            PipedBytes bytes = each.next();
            if (bytes.isStuck() && bytes.left() <= ROOM_WHEN_MANY_WAIT) {
                each.remove();
                bytes.leavePipe();
            }
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

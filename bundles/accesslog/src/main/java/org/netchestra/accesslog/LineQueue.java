package org.netchestra.accesslog;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to the writer, bounded by the memory they take. Any number of threads offer and none ever waits; one
 * takes. Closing it is exact: a line that was accepted is handed out, whatever ran at the same time.
 */
final class LineQueue {

    /** What became of a line. */
    enum Offer {
        ACCEPTED,
        /** There was no room. */
        FULL,
        CLOSED
    }

    /** Added to the pending bytes when closed, so that one atomic step tells an offer both. */
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final ConcurrentLinkedQueue<Line> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final long maxBytes;
    private final long wakeBytes;
    private final Runnable wake;

    /**
     * @param wake called by the thread whose line fills an eighth of the room: the writer comes by on its own otherwise,
     *     which saves a system call a line
     */
    LineQueue(long maxBytes, Runnable wake) {
        this.maxBytes = maxBytes;
        this.wakeBytes = maxBytes / 8;
        this.wake = wake;
    }

    Offer offer(Line line) {
        int bytes = line.capacity();
        long after = pendingBytes.addAndGet(bytes);
        if (after < 0 || after > maxBytes) {
            pendingBytes.addAndGet(-bytes);
            return after < 0 ? Offer.CLOSED : Offer.FULL;
        }
        lines.add(line);
        if (after >= wakeBytes && after - bytes < wakeBytes) {
            wake.run();
        }
        return Offer.ACCEPTED;
    }

    @Nullable
    Line poll() {
        Line line = lines.poll();
        if (line != null) {
            pendingBytes.addAndGet(-line.capacity());
        }
        return line;
    }

    /** Accepts nothing from now on; what was accepted can still be taken. Only once. */
    void close() {
        pendingBytes.addAndGet(CLOSED);
        wake.run();
    }

    /** Closed, and the last accepted line was taken. */
    boolean drained() {
        return pendingBytes.get() == CLOSED;
    }

    /** Lines that wait. Counts them one by one. */
    int length() {
        return lines.size();
    }
}

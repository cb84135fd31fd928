package org.netchestra.journal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Bounds replays to a share of the requests of the last ten seconds, and at least some a second: when every server fails,
 * replays must not multiply the load that made them fail.
 *
 * <p>Requests and replays are counted in ten buckets of a second each. Thread-safe, lock-free; concurrent replays may
 * overdraw it by their number.
 */
final class RetryBudget {

    private static final int SECONDS = 10;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int COUNT_BITS = 40;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long SECOND_MASK = (1L << (64 - COUNT_BITS)) - 1;

    private final AtomicLongArray requests = new AtomicLongArray(SECONDS);
    private final AtomicLongArray replays = new AtomicLongArray(SECONDS);

    /** A request came. */
    void request(long nowNanos) {
        count(requests, nowNanos);
    }

    /** Whether one more replay is within so many per hundred requests, or so many a second. */
    boolean allows(long nowNanos, int percent, int reservePerSecond) {
        long allowed = (long) reservePerSecond * SECONDS + sum(requests, nowNanos) * percent / 100;
        return sum(replays, nowNanos) < allowed;
    }

    /** A replay of something that was sent is made. */
    void replay(long nowNanos) {
        count(replays, nowNanos);
    }

    private static void count(AtomicLongArray buckets, long nowNanos) {
        long second = second(nowNanos);
        int index = index(second);
        while (true) {
            long old = buckets.get(index);
            long fresh = (old >>> COUNT_BITS) == second ? old + 1 : second << COUNT_BITS | 1;
            if (buckets.compareAndSet(index, old, fresh)) {
                return;
            }
        }
    }

    private static long sum(AtomicLongArray buckets, long nowNanos) {
        long second = second(nowNanos);
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            long bucket = buckets.get(i);
            long age = second - (bucket >>> COUNT_BITS) & SECOND_MASK;
            sum += age < SECONDS ? bucket & COUNT_MASK : 0;
        }
        return sum;
    }

    private static long second(long nowNanos) {
        return Math.floorDiv(nowNanos, SECOND_NANOS) & SECOND_MASK;
    }

    private static int index(long second) {
        return (int) (second % SECONDS);
    }
}

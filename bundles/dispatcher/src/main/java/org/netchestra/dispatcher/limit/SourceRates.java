package org.netchestra.dispatcher.limit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Token buckets by source, in constant memory: two numbers a source, in sets of eight. Thread-safe, lock-free, allocates nothing.
 *
 * <p>A bucket is kept as the time at which it will be full again (the generic cell rate algorithm of ITU-T I.371: the theoretical
 * arrival time). A source whose bucket is full need not be remembered. When more sources than there is room for are short of
 * tokens, the one that is nearest to a full bucket is forgotten, so that a flood of addresses cannot free the worst.
 */
public final class SourceRates {

    private static final int WAYS = 8;
    private static final long FREE = 0;

    private final long intervalNanos;
    private final long burstNanos;
    private final int mask;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AtomicLongArray keys;
    private final AtomicLongArray fullAt;

    /**
     * @param intervalNanos the time in which one token comes
     * @param burst tokens of a full bucket, 1 or more
     * @param sources sources to remember at least; rounded up to a power of two
     */
    public SourceRates(long intervalNanos, int burst, int sources) {
        if (intervalNanos < 1 || burst < 1 || sources < 1) {
            throw new IllegalArgumentException("intervalNanos: " + intervalNanos + ", burst: " + burst + ", sources: "
                    + sources + " (expected: >= 1)");
        }
        this.intervalNanos = intervalNanos;
        burstNanos = Math.multiplyExact(intervalNanos, (long) burst);
        int sets = Integer.highestOneBit(Math.max(1, (sources - 1) / WAYS)) * 2;
        mask = sets - 1;
        keys = new AtomicLongArray(sets * WAYS);
        fullAt = new AtomicLongArray(sets * WAYS);
    }

    /**
     * Takes a token of a source; false when it has none.
     *
     * @param nowNanos a monotonic clock
     */
    public boolean take(long source, long nowNanos) {
        int slot = slot(source, nowNanos);
        while (true) {
            long known = fullAt.get(slot);
            long before = Math.max(known, nowNanos);
            if (before + intervalNanos - nowNanos > burstNanos) {
                return false;
            }
            if (fullAt.compareAndSet(slot, known, before + intervalNanos)) {
                return true;
            }
        }
    }

    /** The slot of a source: the one it has, or the one that is missed least. */
    private int slot(long source, long nowNanos) {
        long key = source == FREE ? 1 : source;
        int first = (int) (mixed(key) & mask) * WAYS;
        int best = first;
        long bestFullAt = Long.MAX_VALUE;
        for (int slot = first; slot < first + WAYS; slot++) {
            long known = keys.get(slot);
            if (known == key) {
                return slot;
            }
            long full = known == FREE ? Long.MIN_VALUE : fullAt.get(slot);
            if (full < bestFullAt) {
                best = slot;
                bestFullAt = full;
            }
        }
        // Two sources that take the same slot at once share a bucket for a moment; neither gets more than its due.
        keys.set(best, key);
        fullAt.set(best, nowNanos);
        return best;
    }

    /** Spreads sources so that nobody can choose addresses of one set (Steele et al., SplitMix64). */
    private long mixed(long key) {
        long z = key ^ seed;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

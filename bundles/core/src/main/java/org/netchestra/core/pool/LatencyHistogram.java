package org.netchestra.core.pool;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.netchestra.api.control.Quantiles;

/**
 * Counts durations in logarithmic buckets of 16 linear parts each: relative error at most 1/32, 3.3 kB, from 1 microsecond
 * to 274 seconds (longer ones count as the longest). Thread-safe, wait-free to write.
 *
 * <p>A bucket array a server must stay small: with thousands of servers the dynamic range of a general histogram library
 * would cost tens of kilobytes each.
 */
public final class LatencyHistogram {

    private static final int UNIT_SHIFT = 10;
    private static final int PART_BITS = 4;
    private static final int PARTS = 1 << PART_BITS;
    private static final int HIGHEST_BIT = 27;
    private static final long LARGEST_UNITS = (1L << (HIGHEST_BIT + 1)) - 1;
    private static final int BUCKETS = (HIGHEST_BIT - PART_BITS + 2) * PARTS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final LongAdder sum = new LongAdder();
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    /** Counts one duration; negative ones count as 0. */
    public void record(long nanos) {
        long value = Math.max(0, nanos);
        counts.incrementAndGet(bucketOf(value));
        sum.add(value);
        max.accumulate(value);
    }

    /** The quantiles of everything recorded; a consistent enough copy while writers go on. */
    public Quantiles quantiles() {
        long[] copy = copy();
        long total = LongStream.of(copy).sum();
        if (total == 0) {
            return Quantiles.NONE;
        }
        long largest = max.get();
        return new Quantiles(
                total,
                sum.sum() / total,
                quantile(copy, total, 0.5, largest),
                quantile(copy, total, 0.9, largest),
                quantile(copy, total, 0.99, largest),
                quantile(copy, total, 0.999, largest),
                largest);
    }

    /** One quantile, 0..1, of everything recorded; 0 when there is nothing. */
    public long quantile(double q) {
        long[] copy = copy();
        long total = LongStream.of(copy).sum();
        return total == 0 ? 0 : quantile(copy, total, q, max.get());
    }

    private long[] copy() {
        long[] copy = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = counts.get(i);
        }
        return copy;
    }

    private static long quantile(long[] counts, long total, double q, long largest) {
        long rank = Math.max(1, (long) Math.ceil(q * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(largest, middleOf(i));
            }
        }
        return largest;
    }

    static int bucketOf(long nanos) {
        long units = Math.min(LARGEST_UNITS, nanos >>> UNIT_SHIFT);
        if (units < PARTS) {
            return (int) units;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(units);
        int part = (int) (units >>> (exponent - PART_BITS)) & (PARTS - 1);
        return (exponent - PART_BITS + 1) * PARTS + part;
    }

    static long middleOf(int bucket) {
        if (bucket < PARTS) {
            return ((long) bucket << UNIT_SHIFT) + (1L << (UNIT_SHIFT - 1));
        }
        int shift = bucket / PARTS - 1;
        long low = (long) (PARTS + bucket % PARTS) << shift;
        return (low << UNIT_SHIFT) + (1L << (shift + UNIT_SHIFT - 1));
    }
}

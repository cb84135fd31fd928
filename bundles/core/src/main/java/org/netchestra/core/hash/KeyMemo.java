package org.netchestra.core.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.SplittableRandom;
import org.netchestra.api.policy.RequestKey;

/**
 * Remembers what a slow pure function said of the keys seen lately. MD5 takes about 100 ns for a short key, and web
 * traffic asks for few keys often: a key found here costs a fifth of it.
 *
 * <p>A table in which newer keys replace older ones: 4 KiB, and 256 KiB once some hundred keys were seen. A key is known by 128 bits that are drawn
 * from it with random multipliers, so that nobody can choose two keys that are taken for one another; by chance it happens
 * once in 2<sup>100</sup> look-ups.
 *
 * <p>Thread-safe and wait-free: each entry has a version that is odd while it is written, so a reader that meets a writer
 * just computes. Allocates nothing once the table is full size.
 */
public final class KeyMemo {

    /** A pure function of some bytes. */
    @FunctionalInterface
    public interface KeyFunction {
        long apply(byte[] bytes, int offset, int length);
    }

    /** A key may be in any of the four entries of its set: a thousand keys have room, whatever sets they fall into. */
    private static final int ENTRY = 4;

    private static final int SET = 4 * ENTRY;
    private static final int SMALL = 32 * SET;
    private static final int FULL = 2_048 * SET;
    private static final int MISSES_TO_GROW = 512;
    private static final int FIRST_PRINT = 1;
    private static final int SECOND_PRINT = 2;
    private static final int VALUE = 3;

    private static final VarHandle BYTES_AS_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final KeyFunction function;
    private final long firstMultiplier;
    private final long secondMultiplier;

    /** Replaced once, by a race that any thread may win: what a loser writes into its table is forgotten. */
    private long[] table = new long[SMALL];

    /** About how often a key was not known, up to {@link #MISSES_TO_GROW}: threads may miss each other's counts. */
    private int misses;

    public KeyMemo(KeyFunction function) {
        this.function = Objects.requireNonNull(function, "function");
        SplittableRandom random = new SplittableRandom();
        firstMultiplier = random.nextLong() | 1;
        secondMultiplier = random.nextLong() | 1;
    }

    /** What the function says of this key. */
    public long of(RequestKey key) {
        byte[] bytes = key.array();
        int offset = key.offset();
        int length = key.length();
        long first = length;
        long second = ~(long) length;
        for (int at = 0; at < length; at += Long.BYTES) {
            long word = at + Long.BYTES <= length
                    ? (long) BYTES_AS_LONGS.get(bytes, offset + at)
                    : KeyTail.of(bytes, offset, length);
            first = (first ^ word) * firstMultiplier;
            first ^= first >>> 32;
            second = (second ^ word) * secondMultiplier;
            second ^= second >>> 29;
        }
        long[] entries = table;
        int set = (int) ((first * secondMultiplier) >>> 33) & (entries.length - SET);
        for (int entry = set; entry < set + SET; entry += ENTRY) {
            if (entries[entry + FIRST_PRINT] == first) {
                long version = (long) LONGS.getAcquire(entries, entry);
                boolean known = entries[entry + FIRST_PRINT] == first && entries[entry + SECOND_PRINT] == second;
                long value = entries[entry + VALUE];
                VarHandle.loadLoadFence();
                if (known && version > 0 && (version & 1) == 0 && (long) LONGS.getOpaque(entries, entry) == version) {
                    return value;
                }
            }
        }
        long value = function.apply(bytes, offset, length);
        remember(entries, set, first, second, value);
        growWhenManyMiss();
        return value;
    }

    /** In the entry of the set that was written least often; not at all when another thread writes there. */
    private static void remember(long[] entries, int set, long first, long second, long value) {
        // The lower two bits say which; without branches, which would be guessed wrongly as often as not.
        int oldest = Math.min(
                Math.min(age(entries, set), age(entries, set + ENTRY) | 1),
                Math.min(age(entries, set + 2 * ENTRY) | 2, age(entries, set + 3 * ENTRY) | 3));
        int entry = set + (oldest & 3) * ENTRY;
        long version = (long) LONGS.getAcquire(entries, entry);
        if ((version & 1) == 0 && LONGS.compareAndSet(entries, entry, version, version + 1)) {
            VarHandle.storeStoreFence();
            entries[entry + FIRST_PRINT] = first;
            entries[entry + SECOND_PRINT] = second;
            entries[entry + VALUE] = value;
            LONGS.setRelease(entries, entry, version + 2);
        }
    }

    /** How often an entry was written, in the upper 30 bits. */
    private static int age(long[] entries, int entry) {
        return (int) entries[entry] << 2;
    }

    private void growWhenManyMiss() {
        if (misses < MISSES_TO_GROW && ++misses == MISSES_TO_GROW) {
            table = new long[FULL];
        }
    }
}

package org.netchestra.core.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.netchestra.api.policy.RequestKey;

/**
 * Remembers what a slow pure function said of the keys seen lately. MD5 takes about 100 ns for a short key, and web
 * traffic asks for few keys often: a key found here costs a tenth.
 *
 * <p>A table of fixed size in which a newer key replaces an older one of the same slot; keys longer than
 * {@value #MAX_KEY_BYTES} bytes are not kept. Thread-safe and wait-free: each slot has a version that is odd while it is
 * written, so a reader that meets a writer just computes. Allocates nothing after its construction.
 */
public final class KeyMemo {

    /** A pure function of some bytes. */
    @FunctionalInterface
    public interface KeyFunction {
        long apply(byte[] bytes, int offset, int length);
    }

    /** Longest key that is kept. */
    public static final int MAX_KEY_BYTES = 104;

    private static final int SLOT_BITS = 9;
    private static final int WORDS_PER_SLOT = 16;
    private static final int LENGTH = 1;
    private static final int VALUE = 2;
    private static final int KEY = 3;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private static final VarHandle BYTES_AS_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final KeyFunction function;
    private final long[] slots = new long[WORDS_PER_SLOT << SLOT_BITS];

    public KeyMemo(KeyFunction function) {
        this.function = Objects.requireNonNull(function, "function");
    }

    /** What the function says of this key. */
    public long of(RequestKey key) {
        byte[] bytes = key.array();
        int offset = key.offset();
        int length = key.length();
        if (length > MAX_KEY_BYTES) {
            return function.apply(bytes, offset, length);
        }
        int slot = slotOf(bytes, offset, length);
        long version = (long) LONGS.getAcquire(slots, slot);
        if ((version & 1) == 0 && slots[slot + LENGTH] == length + 1L && holds(slot, bytes, offset, length)) {
            long value = slots[slot + VALUE];
            VarHandle.loadLoadFence();
            if ((long) LONGS.getOpaque(slots, slot) == version) {
                return value;
            }
        }
        return remember(slot, version, bytes, offset, length);
    }

    private long remember(int slot, long version, byte[] bytes, int offset, int length) {
        long value = function.apply(bytes, offset, length);
        if ((version & 1) == 0 && LONGS.compareAndSet(slots, slot, version, version + 1)) {
            VarHandle.storeStoreFence();
            slots[slot + LENGTH] = length + 1L;
            slots[slot + VALUE] = value;
            for (int at = 0; at < length; at += Long.BYTES) {
                slots[slot + KEY + (at >> 3)] = word(bytes, offset + at, length - at);
            }
            LONGS.setRelease(slots, slot, version + 2);
        }
        return value;
    }

    private boolean holds(int slot, byte[] bytes, int offset, int length) {
        for (int at = 0; at < length; at += Long.BYTES) {
            if (slots[slot + KEY + (at >> 3)] != word(bytes, offset + at, length - at)) {
                return false;
            }
        }
        return true;
    }

    private static int slotOf(byte[] bytes, int offset, int length) {
        long mixed = length;
        for (int at = 0; at < length; at += Long.BYTES) {
            mixed = (mixed ^ word(bytes, offset + at, length - at)) * MULTIPLIER;
            mixed ^= mixed >>> 32;
        }
        return (int) ((mixed * MULTIPLIER) >>> (Long.SIZE - SLOT_BITS)) * WORDS_PER_SLOT;
    }

    /** Eight bytes of the key, or those that are left with zeros after them. */
    private static long word(byte[] bytes, int at, int left) {
        if (left >= Long.BYTES) {
            return (long) BYTES_AS_LONGS.get(bytes, at);
        }
        long word = 0;
        for (int index = 0; index < left; index++) {
            word |= (bytes[at + index] & 0xffL) << (index << 3);
        }
        return word;
    }
}

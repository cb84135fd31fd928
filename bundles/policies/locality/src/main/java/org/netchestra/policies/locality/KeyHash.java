package org.netchestra.policies.locality;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.netchestra.api.policy.RequestKey;

/**
 * A 64-bit hash of a key's bytes that stands for the key: two keys that share it share a server, which does no harm.
 * Eight bytes a step, then the finalizer of MurmurHash3 (Appleby).
 */
final class KeyHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    static long of(RequestKey key) {
        byte[] bytes = key.array();
        int at = key.offset();
        int end = at + key.length();
        long hash = key.length();
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = step(hash, (long) LONGS.get(bytes, at));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << Byte.SIZE | (bytes[at] & 0xff);
        }
        return finish(step(hash, tail));
    }

    private static long step(long hash, long word) {
        return Long.rotateLeft(hash ^ finish(word), 27) * MULTIPLIER;
    }

    private static long finish(long value) {
        long z = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return z ^ (z >>> 33);
    }
}

package org.netchestra.core.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What is left of a key that is read eight bytes at once. */
public final class KeyTail {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyTail() {}

    /**
     * The last {@code length % 8} bytes as a little endian number; 0 when there are none. A key of eight bytes or more is read
     * by one load that reaches back.
     */
    public static long of(byte[] bytes, int offset, int length) {
        int left = length & 7;
        if (left == 0) {
            return 0;
        }
        if (length > Long.BYTES) {
            return (long) LONGS.get(bytes, offset + length - Long.BYTES) >>> (Long.SIZE - left * Byte.SIZE);
        }
        long tail = 0;
        for (int index = 0; index < left; index++) {
            tail |= (bytes[offset + index] & 0xffL) << (index << 3);
        }
        return tail;
    }
}

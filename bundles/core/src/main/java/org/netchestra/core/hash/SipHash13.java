package org.netchestra.core.hash;

/**
 * The kernel's {@code hsiphash} of one 32-bit word on 64-bit machines: SipHash-1-3 with the same number as both words of
 * the key, its low half as the result.
 */
public final class SipHash13 {

    private static final long LENGTH_BLOCK = 4L << 56;

    private SipHash13() {}

    /**
     * @param value hashed as four bytes, little endian
     * @param key both halves of the key; to be read as unsigned
     */
    public static int hash(int value, long key) {
        long block = LENGTH_BLOCK | Integer.toUnsignedLong(value);
        SipState state = new SipState(key, key);
        state.block(block, 1);
        return (int) state.end(3);
    }
}

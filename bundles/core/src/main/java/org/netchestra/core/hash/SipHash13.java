package org.netchestra.core.hash;

/**
 * The kernel's {@code hsiphash} of one 32-bit word on 64-bit machines: SipHash-1-3 with the same number as both words of
 * the key, its low half as the result.
 */
public final class SipHash13 {

    private static final long LENGTH_BLOCK = 4L << 56;
    /** One for the block, three to end. */
    private static final int ROUNDS = 4;

    private SipHash13() {}

    /**
     * @param value hashed as four bytes, little endian
     * @param key both halves of the key; to be read as unsigned
     */
    public static int hash(int value, long key) {
        // All in local variables: this runs within a pick, which allocates nothing whatever a compiler makes of it.
        long block = LENGTH_BLOCK | Integer.toUnsignedLong(value);
        long v0 = SipState.INITIAL_0 ^ key;
        long v1 = SipState.INITIAL_1 ^ key;
        long v2 = SipState.INITIAL_2 ^ key;
        long v3 = SipState.INITIAL_3 ^ key ^ block;
        for (int round = 0; round < ROUNDS; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            if (round == 0) {
                v0 ^= block;
                v2 ^= 0xff;
            }
        }
        return (int) (v0 ^ v1 ^ v2 ^ v3);
    }
}

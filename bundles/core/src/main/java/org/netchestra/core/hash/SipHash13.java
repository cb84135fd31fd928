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
        State state = new State(key);
        state.v3 ^= block;
        state.round();
        state.v0 ^= block;
        state.v2 ^= 0xff;
        state.round();
        state.round();
        state.round();
        return (int) (state.v0 ^ state.v1 ^ state.v2 ^ state.v3);
    }

    /** Never escapes, so it costs no allocation once compiled. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key) {
            v0 = 0x736f6d6570736575L ^ key;
            v1 = 0x646f72616e646f6dL ^ key;
            v2 = 0x6c7967656e657261L ^ key;
            v3 = 0x7465646279746573L ^ key;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}

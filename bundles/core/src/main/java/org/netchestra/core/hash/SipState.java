package org.netchestra.core.hash;

/** The four words of SipHash (Aumasson and Bernstein, 2012). Confined to one call: never escapes, so it costs no allocation once compiled. */
final class SipState {

    static final long INITIAL_0 = 0x736f6d6570736575L;
    static final long INITIAL_1 = 0x646f72616e646f6dL;
    static final long INITIAL_2 = 0x6c7967656e657261L;
    static final long INITIAL_3 = 0x7465646279746573L;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    SipState(long k0, long k1) {
        v0 = INITIAL_0 ^ k0;
        v1 = INITIAL_1 ^ k1;
        v2 = INITIAL_2 ^ k0;
        v3 = INITIAL_3 ^ k1;
    }

    void block(long word, int rounds) {
        v3 ^= word;
        rounds(rounds);
        v0 ^= word;
    }

    long end(int rounds) {
        v2 ^= 0xff;
        rounds(rounds);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
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

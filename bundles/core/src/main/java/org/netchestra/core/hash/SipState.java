package org.netchestra.core.hash;

/** The four words of SipHash (Aumasson and Bernstein, 2012). Confined to one call: never escapes, so it costs no allocation once compiled. */
final class SipState {

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    SipState(long k0, long k1) {
        v0 = 0x736f6d6570736575L ^ k0;
        v1 = 0x646f72616e646f6dL ^ k1;
        v2 = 0x6c7967656e657261L ^ k0;
        v3 = 0x7465646279746573L ^ k1;
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

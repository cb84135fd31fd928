package org.netchestra.core.hash;

/** How the LVS schedulers turn addresses into numbers: linux, net/netfilter/ipvs. */
public final class LvsHash {

    /** Buckets of the source and destination hashing schedulers. */
    public static final int BUCKETS = 256;

    private static final int GOLDEN_RATIO_32 = 0x61C88647;

    private LvsHash() {}

    /** An address of 4 bytes as a number; longer ones are folded: the exclusive or of their words. */
    public static int fold(byte[] bytes, int offset, int length) {
        int folded = 0;
        for (int index = 0; index < length; index++) {
            folded ^= (bytes[offset + index] & 0xff) << (24 - ((index & 3) << 3));
        }
        return folded;
    }

    /** The bucket, 0..255, of a folded address plus a port or 0: {@code hash_32(value, 8)}. */
    public static int bucket(int value) {
        return (value * GOLDEN_RATIO_32) >>> 24;
    }
}

package org.netchestra.core.hash;

/**
 * Jump consistent hash (Lamping and Veach 2014): buckets 0..n-1 without a table. A bucket more takes its share of keys
 * from all others and moves no other key; only the last bucket can go.
 */
public final class JumpHash {

    private static final double TWO_TO_31 = 1L << 31;

    private JumpHash() {}

    /** @param buckets at least 1 */
    public static int bucket(long key, int buckets) {
        long state = key;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            state = state * 2862933555777941757L + 1;
            next = (long) ((bucket + 1) * (TWO_TO_31 / ((state >>> 33) + 1)));
        }
        return (int) bucket;
    }
}

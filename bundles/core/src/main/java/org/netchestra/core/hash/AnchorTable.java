package org.netchestra.core.hash;

import java.util.Arrays;

/**
 * AnchorHash (Mendelson, Vargaftik, Barabash, Lorenz, Keslassy, Orda 2020): a fixed number of buckets, some of which
 * work. A bucket that stops working gives its keys to all others evenly; the one that starts again is the one that
 * stopped last, and gets back just the keys it had.
 *
 * <p>The paper leaves the hash family open. Ours: {@code SplitMix.mix(key)} for the first bucket, then
 * {@code SplitMix.mix(key + (b + 1) * C)} for the key's next bucket after b.
 *
 * <p>Safe for any number of readers while nobody calls {@link #add} or {@link #remove}; {@link #copy} before you change.
 */
public final class AnchorTable {

    private static final long FAMILY = 2862933555777941757L;

    /** Working buckets when a bucket stopped, that is the paper's A; 0 for a working bucket. */
    private final int[] sizeAtRemoval;

    /** The paper's K: who took a bucket's place. */
    private final int[] successor;

    /** The paper's W: the working buckets, in its first places. */
    private final int[] workers;

    /** The paper's L: where a bucket stands in {@link #workers}. */
    private final int[] place;

    /** The paper's R: the stopped buckets, the last one on top. */
    private final int[] stopped;

    private int working;

    private AnchorTable(int capacity) {
        sizeAtRemoval = new int[capacity];
        successor = identity(capacity);
        workers = identity(capacity);
        place = identity(capacity);
        stopped = new int[capacity];
        working = capacity;
    }

    /** Buckets 0 to {@code working - 1} of {@code capacity} work. */
    public static AnchorTable of(int capacity, int working) {
        if (working < 0 || working > capacity) {
            throw new IllegalArgumentException("working: " + working + " (expected: 0.." + capacity + ")");
        }
        AnchorTable table = new AnchorTable(capacity);
        for (int bucket = capacity - 1; bucket >= working; bucket--) {
            table.remove(bucket);
        }
        return table;
    }

    public AnchorTable copy() {
        AnchorTable copy = new AnchorTable(sizeAtRemoval.length);
        System.arraycopy(sizeAtRemoval, 0, copy.sizeAtRemoval, 0, sizeAtRemoval.length);
        System.arraycopy(successor, 0, copy.successor, 0, successor.length);
        System.arraycopy(workers, 0, copy.workers, 0, workers.length);
        System.arraycopy(place, 0, copy.place, 0, place.length);
        System.arraycopy(stopped, 0, copy.stopped, 0, stopped.length);
        copy.working = working;
        return copy;
    }

    public int capacity() {
        return sizeAtRemoval.length;
    }

    public int working() {
        return working;
    }

    /** The working bucket of a key; some bucket must work. */
    public int bucket(long key) {
        int bucket = (int) Long.remainderUnsigned(SplitMix.mix(key), sizeAtRemoval.length);
        while (sizeAtRemoval[bucket] > 0) {
            long hash = SplitMix.mix(key + (bucket + 1) * FAMILY);
            int next = (int) Long.remainderUnsigned(hash, sizeAtRemoval[bucket]);
            while (sizeAtRemoval[next] >= sizeAtRemoval[bucket]) {
                next = successor[next];
            }
            bucket = next;
        }
        return bucket;
    }

    /**
     * Makes the bucket work that stopped last.
     *
     * @return that bucket
     * @throws IllegalStateException when all work
     */
    public int add() {
        if (working == sizeAtRemoval.length) {
            throw new IllegalStateException("working: " + working + " (expected: less than the capacity)");
        }
        int bucket = stopped[sizeAtRemoval.length - working - 1];
        sizeAtRemoval[bucket] = 0;
        place[workers[working]] = working;
        workers[place[bucket]] = bucket;
        successor[bucket] = bucket;
        working++;
        return bucket;
    }

    /** Stops a working bucket. */
    public void remove(int bucket) {
        stopped[sizeAtRemoval.length - working] = bucket;
        working--;
        sizeAtRemoval[bucket] = working;
        workers[place[bucket]] = workers[working];
        successor[bucket] = workers[working];
        place[workers[working]] = place[bucket];
    }

    private static int[] identity(int size) {
        int[] numbers = new int[size];
        Arrays.setAll(numbers, index -> index);
        return numbers;
    }
}

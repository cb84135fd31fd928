package org.netchestra.core.hash;

/**
 * Points on a ring of 64 bits, each with an owner: a key belongs to the first point at or after its hash. Immutable and
 * thread-safe.
 *
 * <p>A look-up starts from the hash's high bits, as dense as the points are, so it takes a constant number of steps on
 * average.
 */
public final class HashRing {

    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private final long[] points;
    private final int[] owners;
    private final int[] firstOf;
    private final int shift;

    private HashRing(long[] points, int[] owners) {
        this.points = points;
        this.owners = owners;
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(points.length));
        shift = Long.SIZE - bits;
        firstOf = new int[1 << bits];
        int at = 0;
        for (int prefix = 0; prefix < firstOf.length; prefix++) {
            while (at < points.length && points[at] >>> shift < prefix) {
                at++;
            }
            firstOf[prefix] = at;
        }
    }

    /**
     * A ring of some points in any order. Of equal points the one given first comes first.
     *
     * @param points to be read as unsigned; not kept
     * @param owners of each point
     */
    public static HashRing of(long[] points, int[] owners) {
        if (points.length != owners.length) {
            throw new IllegalArgumentException("owners: " + owners.length + " (expected: " + points.length + ")");
        }
        long[] sortedPoints = points.clone();
        int[] sortedOwners = owners.clone();
        sort(sortedPoints, sortedOwners);
        return new HashRing(sortedPoints, sortedOwners);
    }

    public int size() {
        return points.length;
    }

    /** The position of the first point at or after a hash; 0 past the last one. The ring must not be empty. */
    public int find(long hash) {
        int at = firstOf[(int) (hash >>> shift)];
        while (at < points.length && Long.compareUnsigned(points[at], hash) < 0) {
            at++;
        }
        return at == points.length ? 0 : at;
    }

    /** The position after another, around the ring. */
    public int after(int position) {
        int next = position + 1;
        return next == points.length ? 0 : next;
    }

    public int owner(int position) {
        return owners[position];
    }

    public long point(int position) {
        return points[position];
    }

    /** Radix sort from the lowest digit: stable, and linear for the hundreds of thousands of points of a big pool. */
    private static void sort(long[] points, int[] owners) {
        long[] fromPoints = points;
        int[] fromOwners = owners;
        long[] toPoints = new long[points.length];
        int[] toOwners = new int[owners.length];
        for (int low = 0; low < Long.SIZE; low += DIGIT_BITS) {
            deal(fromPoints, fromOwners, toPoints, toOwners, low);
            long[] pointsToSwap = fromPoints;
            fromPoints = toPoints;
            toPoints = pointsToSwap;
            int[] ownersToSwap = fromOwners;
            fromOwners = toOwners;
            toOwners = ownersToSwap;
        }
    }

    private static void deal(long[] fromPoints, int[] fromOwners, long[] toPoints, int[] toOwners, int low) {
        int[] next = new int[DIGITS + 1];
        for (long point : fromPoints) {
            next[digit(point, low) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            next[digit + 1] += next[digit];
        }
        for (int index = 0; index < fromPoints.length; index++) {
            int to = next[digit(fromPoints[index], low)]++;
            toPoints[to] = fromPoints[index];
            toOwners[to] = fromOwners[index];
        }
    }

    private static int digit(long point, int low) {
        return (int) (point >>> low) & (DIGITS - 1);
    }
}

package org.netchestra.core.hash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/**
 * The hashes and load multipliers of the Cache Array Routing Protocol, draft-vinod-carp-v1-03.
 *
 * <p>The draft, not Squid's variant, which carries the URL's hash from one member to the next and so depends on their
 * order. Hashes are unsigned 32-bit numbers.
 */
public final class CarpHash {

    private static final int MEMBER_FACTOR = 0x62531965;

    private CarpHash() {}

    /** The hash of a URL's bytes. */
    public static int url(byte[] bytes, int offset, int length) {
        int hash = 0;
        for (int index = offset; index < offset + length; index++) {
            hash = step(hash, bytes[index] & 0xff);
        }
        return hash;
    }

    /** The hash of a member's name, which counts as lower case. */
    public static int member(String name) {
        byte[] bytes = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        int hash = url(bytes, 0, bytes.length);
        return Integer.rotateLeft(hash + hash * MEMBER_FACTOR, 21);
    }

    /** A URL's hash continued by a byte. */
    public static int step(int hash, int character) {
        return hash + Integer.rotateLeft(hash, 19) + character;
    }

    /** The score of a member for a URL before its load multiplier; the highest wins. */
    public static long combine(int url, int member) {
        int hash = url ^ member;
        return Integer.toUnsignedLong(Integer.rotateLeft(hash + hash * MEMBER_FACTOR, 21));
    }

    /**
     * The multipliers that give each member its share of the URLs, in the order of the arguments; all 1 for equal factors.
     *
     * @param loadFactors positive; only their ratios matter
     */
    public static double[] multipliers(double... loadFactors) {
        int members = loadFactors.length;
        Integer[] ascending = new Integer[members];
        Arrays.setAll(ascending, index -> index);
        Arrays.sort(ascending, Comparator.comparingDouble(index -> loadFactors[index]));
        double sum = Arrays.stream(loadFactors).sum();
        double[] multipliers = new double[members];
        double product = 1;
        double previousFactor = 0;
        double previous = 0;
        for (int rank = 0; rank < members; rank++) {
            double factor = loadFactors[ascending[rank]] / sum;
            int left = members - rank;
            double power = left * (factor - previousFactor) / product + Math.pow(previous, left);
            double multiplier = factor == previousFactor ? previous : Math.pow(power, 1.0 / left);
            multipliers[ascending[rank]] = multiplier;
            product *= multiplier;
            previous = multiplier;
            previousFactor = factor;
        }
        return multipliers;
    }
}

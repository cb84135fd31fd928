package org.netchestra.policies.connections;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Where a policy's chance comes from. Thread-safe. */
@FunctionalInterface
public interface Dice {

    /** The seed that stands for none. */
    int NO_SEED = 0;

    /** A uniform number from 0 up to, but not including, a positive bound. */
    long below(long bound);

    /** Dice that always fall alike for the same positive seed, or each thread's own random numbers without a seed. */
    static Dice of(int seed) {
        return seed == NO_SEED ? Dice::ofThread : seeded(seed);
    }

    private static long ofThread(long bound) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return bound <= Integer.MAX_VALUE ? random.nextInt((int) bound) : random.nextLong(bound);
    }

    /**
     * SplitMix64 (Steele, Lea, Flood 2014): one atomic step and a mix, so threads can share it. The high product word maps
     * to the bound without division; its bias is below bound / 2^63.
     */
    private static Dice seeded(long seed) {
        AtomicLong state = new AtomicLong(seed);
        return bound -> {
            long z = state.addAndGet(0x9E3779B97F4A7C15L);
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return Math.multiplyHigh((z ^ (z >>> 31)) >>> 1, bound << 1);
        };
    }
}

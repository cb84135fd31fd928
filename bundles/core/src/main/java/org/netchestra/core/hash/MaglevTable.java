package org.netchestra.core.hash;

import java.util.Arrays;

/**
 * A Maglev table (Eisenbud et al. 2016): each owner has its own order of preference over all slots, and the owners take
 * turns in claiming the best slot that is still free. Immutable and thread-safe.
 */
public final class MaglevTable {

    /** No owner has a turn. */
    public static final int NOBODY = -1;

    private final int[] owners;

    private MaglevTable(int[] owners) {
        this.owners = owners;
    }

    /**
     * @param size number of slots, a prime number
     * @param offsets each owner's first slot, 0..size-1
     * @param skips each owner's step from slot to slot, 1..size-1
     * @param turns how many slots each owner claims in a round; 0 takes no part
     */
    public static MaglevTable of(int size, int[] offsets, int[] skips, int[] turns) {
        int[] owners = new int[size];
        Arrays.fill(owners, NOBODY);
        if (Arrays.stream(turns).anyMatch(turn -> turn > 0)) {
            claim(owners, offsets.clone(), skips, turns);
        }
        return new MaglevTable(owners);
    }

    private static void claim(int[] owners, int[] next, int[] skips, int[] turns) {
        int claimed = 0;
        while (true) {
            for (int owner = 0; owner < next.length; owner++) {
                for (int turn = 0; turn < turns[owner]; turn++) {
                    next[owner] = firstFree(owners, next[owner], skips[owner]);
                    owners[next[owner]] = owner;
                    if (++claimed == owners.length) {
                        return;
                    }
                }
            }
        }
    }

    private static int firstFree(int[] owners, int from, int skip) {
        int slot = from;
        while (owners[slot] != NOBODY) {
            slot += skip;
            slot = slot >= owners.length ? slot - owners.length : slot;
        }
        return slot;
    }

    public int size() {
        return owners.length;
    }

    /** Who claimed a slot, or {@link #NOBODY}. */
    public int owner(int slot) {
        return owners[slot];
    }
}

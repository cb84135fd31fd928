package org.netchestra.dispatcher.netty.http2;

import java.util.Arrays;

/**
 * What the peer's decoder remembers of fields that this side has sent: the dynamic table of RFC 7541 section 2.3.2, with a way to find a
 * field in it. Confined to one event loop.
 */
final class HpackTable {

    /** Octets that every entry costs more than its name and value (RFC 7541 section 4.1). */
    static final int ENTRY_COST = 32;

    private static final int MAX_SIZE = 4096;
    private static final int ENTRIES = MAX_SIZE / ENTRY_COST;
    private static final int SLOTS = 2 * ENTRIES;

    private final byte[][] fields = new byte[ENTRIES][];
    private final int[] nameLengths = new int[ENTRIES];
    private final int[] hashes = new int[ENTRIES];
    /** The number of the entry with the same slot that was added before. */
    private final int[] before = new int[ENTRIES];
    /** Numbers of entries, counted from 1 on; one that is none of the last ones leads nowhere. */
    private final int[] slots = new int[SLOTS];

    private int last;
    private int count;
    private int size;
    private int limit = MAX_SIZE;

    /** How many entries are behind the one that was added last, when they hold this field; -1 when none does. */
    int find(int hash, byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        int number = slots[hash & (SLOTS - 1)];
        // As differences, so that numbers may start again from below.
        while (Integer.compareUnsigned(last - number, count) < 0) {
            int at = number & (ENTRIES - 1);
            if (hashes[at] == hash && isField(at, name, nameStart, nameEnd, value, valueStart, valueEnd)) {
                return last - number;
            }
            number = before[at];
        }
        return -1;
    }

    private boolean isField(
            int at, byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        byte[] field = fields[at];
        int nameLength = nameLengths[at];
        return nameLength == nameEnd - nameStart
                && Arrays.equals(field, 0, nameLength, name, nameStart, nameEnd)
                && Arrays.equals(field, nameLength, field.length, value, valueStart, valueEnd);
    }

    /** Whether a field of so many octets is worth its place. */
    boolean takes(int octets) {
        return octets + ENTRY_COST <= limit / 4;
    }

    /** Adds a field that {@linkplain #takes fits}; takes it over. */
    void add(int hash, byte[] field, int nameLength) {
        size += field.length + ENTRY_COST;
        while (size > limit) {
            removeOldest();
        }
        last++;
        count++;
        int at = last & (ENTRIES - 1);
        fields[at] = field;
        nameLengths[at] = nameLength;
        hashes[at] = hash;
        int slot = hash & (SLOTS - 1);
        before[at] = slots[slot];
        slots[slot] = last;
    }

    private void removeOldest() {
        int at = (last - count + 1) & (ENTRIES - 1);
        size -= fields[at].length + ENTRY_COST;
        count--;
    }

    int limit() {
        return limit;
    }

    /** Remembers no more than so many octets, and no more than this side wants to. */
    void setLimit(long octets) {
        limit = (int) Math.min(octets, MAX_SIZE);
        while (size > limit) {
            removeOldest();
        }
    }
}

package org.netchestra.policies.locality;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What servers each key is assigned to: a table of fixed size whose least recently used entries make room.
 *
 * <p>Set-associative, as a processor's cache: a key's hash names a row of {@value #WAYS} entries, and the one that was not
 * used for longest within the row is replaced. So the memory is bounded, look-ups touch one row, and nothing locks.
 * Two threads that meet on a new key nearly always take the same slot, and the loser finds the winner's entry.
 *
 * <p>Entries that were not used for the expiry time go when another key of their row comes by, which stands for the
 * kernel's collector that comes by now and then. Thread-safe and lock-free.
 */
final class AssignmentTable {

    /** Never expires. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final int WAYS = 8;

    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final int ways;
    private final int rows;

    /** @param size entries at most, rounded up to whole rows */
    AssignmentTable(int size) {
        ways = Math.min(WAYS, size);
        rows = (size + ways - 1) / ways;
        entries = new AtomicReferenceArray<>(rows * ways);
    }

    /** One key's place. */
    static final class Entry {

        private final long hash;
        private final AtomicReference<@Nullable Assignment> assignment = new AtomicReference<>();
        private volatile long usedAtNanos;

        private Entry(long hash, long nowNanos) {
            this.hash = hash;
            this.usedAtNanos = nowNanos;
        }

        @Nullable
        Assignment assignment() {
            return assignment.get();
        }

        /** Replaces what was read before; when another thread was faster, its decision stands. */
        void replace(@Nullable Assignment before, Assignment after) {
            if (before != after) {
                assignment.compareAndSet(before, after);
            }
        }

        private Entry used(long nowNanos) {
            // Read first: a hot key's line is not fought over more than once a millisecond.
            if (nowNanos - usedAtNanos > 1_000_000) {
                usedAtNanos = nowNanos;
            }
            return this;
        }
    }

    /** The key's entry; a new, empty one when the table does not know the key. */
    Entry entry(long hash, long nowNanos, long expiryNanos) {
        int first = rowOf(hash) * ways;
        while (true) {
            int victim = first;
            Entry oldest = null;
            for (int slot = first; slot < first + ways; slot++) {
                Entry entry = entries.get(slot);
                if (entry == null) {
                    victim = slot;
                    oldest = null;
                    break;
                }
                if (entry.hash == hash) {
                    return entry.used(nowNanos);
                }
                expire(entry, nowNanos, expiryNanos);
                if (oldest == null || entry.usedAtNanos - oldest.usedAtNanos < 0) {
                    victim = slot;
                    oldest = entry;
                }
            }
            Entry fresh = new Entry(hash, nowNanos);
            if (entries.compareAndSet(victim, oldest, fresh)) {
                return fresh;
            }
        }
    }

    /** What the key is assigned to, without making a place for it. */
    @Nullable
    Assignment peek(long hash) {
        int first = rowOf(hash) * ways;
        for (int slot = first; slot < first + ways; slot++) {
            Entry entry = entries.get(slot);
            if (entry != null && entry.hash == hash) {
                return entry.assignment();
            }
        }
        return null;
    }

    int capacity() {
        return entries.length();
    }

    /** How many keys have a place. Linear in the table's size. */
    int size() {
        int size = 0;
        for (int slot = 0; slot < entries.length(); slot++) {
            size += entries.get(slot) == null ? 0 : 1;
        }
        return size;
    }

    private static void expire(Entry entry, long nowNanos, long expiryNanos) {
        if (nowNanos - entry.usedAtNanos > expiryNanos) {
            entry.assignment.set(null);
        }
    }

    private int rowOf(long hash) {
        return (int) (((hash >>> 32) * rows) >>> 32);
    }
}

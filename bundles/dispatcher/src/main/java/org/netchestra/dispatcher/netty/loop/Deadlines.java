package org.netchestra.dispatcher.netty.loop;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything on an event loop that has a deadline, looked through a few times a second. Setting a deadline is one write to a
 * field; no task is ever scheduled for an exchange. Confined to one event loop.
 */
public final class Deadlines {

    private static final int NOWHERE = -1;

    private @Nullable Timed[] entries = new Timed[64];
    private int size;

    /** From now on its deadline is watched; it may change at any time. */
    public void add(Timed timed) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        timed.deadlineSlot(size);
        entries[size++] = timed;
    }

    /** Removes what may or may not be here. */
    public void remove(Timed timed) {
        int slot = timed.deadlineSlot();
        if (slot == NOWHERE) {
            return;
        }
        Timed last = entries[--size];
        entries[size] = null;
        if (last != null && last != timed) {
            entries[slot] = last;
            last.deadlineSlot(slot);
        }
        timed.deadlineSlot(NOWHERE);
    }

    /** Calls all that are late. Entries may leave meanwhile; one that moves may wait for the next sweep. */
    void sweep(long nowNanos) {
        for (int i = size - 1; i >= 0; i--) {
            Timed timed = i < size ? entries[i] : null;
            if (timed != null && nowNanos - timed.deadlineNanos() >= 0 && timed.deadlineNanos() != Timed.NEVER) {
                timed.onDeadline(nowNanos);
            }
        }
    }

    /** Visits a copy of all entries. */
    public void forEach(Consumer<Timed> visitor) {
        for (Timed timed : Arrays.copyOf(entries, size)) {
            if (timed != null) {
                visitor.accept(timed);
            }
        }
    }

    int size() {
        return size;
    }
}

package org.netchestra.policies.hashing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Which server each slot of keys was assigned to, and whose turn was the last. Thread-safe and lock-free. */
final class AssignmentTable {

    /** An empty slot, and the turn before the first. */
    static final int NOBODY = -1;

    /** Server numbers plus one, since a new array is full of zeros. */
    private final AtomicIntegerArray slots;

    private final AtomicInteger lastTurn;

    /** @param lastTurn the server whose turn is taken to be over, or {@link #NOBODY} */
    AssignmentTable(int size, int lastTurn) {
        slots = new AtomicIntegerArray(size);
        this.lastTurn = new AtomicInteger(lastTurn);
    }

    int slotOf(long hash) {
        return (int) Long.remainderUnsigned(hash, slots.length());
    }

    int serverOf(int slot) {
        return slots.get(slot) - 1;
    }

    boolean assign(int slot, int seen, int server) {
        return slots.compareAndSet(slot, seen + 1, server + 1);
    }

    int lastTurn() {
        return lastTurn.get();
    }

    boolean turn(int seen, int server) {
        return lastTurn.compareAndSet(seen, server);
    }
}

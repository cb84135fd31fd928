package org.netchestra.policies.rotation;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A vector of numbers that threads replace as a whole, without a lock and without garbage.
 *
 * <p>A writer claims a free slot, reads the current vector through {@link #vector}, writes the next one into its own slot
 * and {@linkplain #replace publishes} it, which fails when somebody else was faster. What it read is torn when the
 * current slot was given up and reused meanwhile, but then the ticket has changed and publishing fails: a torn vector is
 * never used. Slots are made when they are first claimed, so there are as many as threads that ever met here.
 */
final class Slots {

    private static final int COUNT = Long.SIZE;

    private final long[][] slots = new long[COUNT][];
    private final int length;
    /** One bit a slot; set: free. */
    private final AtomicLong free = new AtomicLong(~1L);
    /** A version in the upper bits, the number of the current slot in the lower six. */
    private final AtomicLong ticket = new AtomicLong();

    Slots(int length) {
        this.length = length;
        slots[0] = new long[length];
    }

    /** A slot of the caller's own, to be given back by {@link #release}. Waits for one when {@value #COUNT} threads have theirs. */
    int claim() {
        while (true) {
            long mask = free.get();
            long lowest = Long.lowestOneBit(mask);
            if (lowest == 0) {
                Thread.onSpinWait();
            } else if (free.compareAndSet(mask, mask & ~lowest)) {
                return claimed(Long.numberOfTrailingZeros(lowest));
            }
        }
    }

    void release(int slot) {
        // The slot's bit is clear as long as it is claimed, so adding sets it.
        free.getAndAdd(1L << slot);
    }

    /** Names the current vector at this instant. */
    long ticket() {
        return ticket.get();
    }

    static int slotOf(long ticket) {
        return (int) ticket & (COUNT - 1);
    }

    long[] vector(int slot) {
        return slots[slot];
    }

    /** Makes a claimed slot the current one, if the ticket still holds. The caller then owns the ticket's slot instead. */
    boolean replace(long ticket, int slot) {
        return this.ticket.compareAndSet(ticket, (ticket / COUNT + 1) * COUNT + slot);
    }

    private int claimed(int slot) {
        if (slots[slot] == null) {
            slots[slot] = new long[length];
        }
        return slot;
    }
}

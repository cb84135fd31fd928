package org.netchestra.core.pool;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.netchestra.api.cluster.RealServer;

/**
 * Exchanges that wait for a server of a pool to become free, first come, first served. Thread-safe, and never blocks.
 *
 * <p>Whoever frees a place calls one waiter; whoever publishes a change calls all. A waiter that is called is out of the room. It
 * must look for a free server once more after it has entered, because the last place may have become free just before.
 */
public final class WaitingRoom {

    /** One who waits. */
    public interface Waiter {

        /** Whether a free place at this server would do. Any thread. */
        boolean wants(RealServer freed);

        /** It is its turn. Any thread; must return at once. */
        void called();
    }

    private final ConcurrentLinkedDeque<Waiter> waiters = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Those who wait now. */
    public int size() {
        return size.get();
    }

    /** Takes a place at the end; false when the room is full. */
    public boolean enter(Waiter waiter, int limit) {
        if (size.incrementAndGet() > limit) {
            size.decrementAndGet();
            return false;
        }
        waiters.addLast(waiter);
        return true;
    }

    /** Takes a place at the front, for one who was called in vain. */
    public void enterAgain(Waiter waiter) {
        size.incrementAndGet();
        waiters.addFirst(waiter);
    }

    /** Takes a place at the end, for one who was called in vain and lets others go first. */
    public void enterAtEnd(Waiter waiter) {
        size.incrementAndGet();
        waiters.addLast(waiter);
    }

    /** Gives up waiting; false when the waiter is not in the room, which means that it was called meanwhile. */
    public boolean leave(Waiter waiter) {
        return taken(waiters.removeFirstOccurrence(waiter));
    }

    /** Calls the first who waits for a server that has a free place now; whether there was one. */
    public boolean callNext(RealServer freed) {
        if (size.get() == 0) {
            return false;
        }
        for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
            Waiter waiter = i.next();
            if (waiter.wants(freed) && leave(waiter)) {
                waiter.called();
                return true;
            }
        }
        return false;
    }

    private boolean callFirst() {
        Waiter waiter = waiters.pollFirst();
        if (waiter == null) {
            return false;
        }
        taken(true);
        waiter.called();
        return true;
    }

    /** Calls those who wait now: more than one place may have become free. */
    public void callAll() {
        for (int rest = size.get(); rest > 0 && callFirst(); rest--) {}
    }

    private boolean taken(boolean was) {
        if (was) {
            size.decrementAndGet();
        }
        return was;
    }
}

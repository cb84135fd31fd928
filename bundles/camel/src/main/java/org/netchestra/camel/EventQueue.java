package org.netchestra.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;

/**
 * Stands between the thread of the events and the thread of a route: bounded, and never blocks the caller. When it is
 * full the oldest event goes. Thread-safe.
 */
final class EventQueue {

    private final int capacity;
    private final Deque<ClusterEvent> waiting = new ArrayDeque<>();
    private boolean closed;

    EventQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an event; true when the oldest had to go for it. */
    synchronized boolean offer(ClusterEvent event) {
        boolean full = waiting.size() == capacity;
        if (full) {
            waiting.removeFirst();
        }
        waiting.addLast(event);
        notifyAll();
        return full;
    }

    /** The next event, waiting for one; null when the queue is closed and empty. */
    synchronized @Nullable ClusterEvent take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return waiting.pollFirst();
    }

    /** No event comes any more; those that wait may still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Gives up what still waits and tells how many events that were. */
    synchronized int discard() {
        int discarded = waiting.size();
        waiting.clear();
        return discarded;
    }
}

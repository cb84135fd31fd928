package org.netchestra.workload.demo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be closed at the end, last come first, and at once when the end has come already: an interrupt may fall
 * into the middle of the start. Thread-safe.
 */
final class Belongings implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Takes a thing over; that the end has come already is an error, and the thing is closed. */
    synchronized <T extends AutoCloseable> T own(T thing) throws IOException {
        open.push(thing);
        if (closed) {
            close();
            throw new IOException("ending");
        }
        return thing;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) { // whatever it is, the others must be closed too
                System.err.println("at the end: " + e);
            }
        }
    }
}

package org.netchestra.dispatcher.netty.route;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Holds back a thread that produces bytes for an event loop, while that has enough of them or cannot pass them on. Thread-safe. */
final class Throttle {

    private static final int ENOUGH = 64 * 1024;

    private boolean open = true;
    private int onTheWay;
    private @Nullable String failure;

    /** Waits until bytes are welcome, and counts them as on the way. */
    synchronized void await(int bytes) throws IOException {
        try {
            while (failure == null && (!open || onTheWay >= ENOUGH)) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to send", interrupted);
        }
        if (failure != null) {
            throw new IOException(failure);
        }
        onTheWay += bytes;
    }

    /** The event loop has got bytes that were on the way. */
    synchronized void arrived(int bytes) {
        onTheWay -= bytes;
        notifyAll();
    }

    /** Whether the event loop has got all that was sent. */
    synchronized boolean isDrained() {
        return onTheWay == 0;
    }

    /** Whether the event loop can pass bytes on. */
    synchronized void setOpen(boolean open) {
        this.open = open;
        notifyAll();
    }

    /** Nobody takes bytes any more: whoever waits or comes is told why. */
    synchronized void fail(String why) {
        failure = why;
        notifyAll();
    }
}

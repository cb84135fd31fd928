package org.netchestra.accesslog;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The thread that writes, from the start to the last line of a closed queue. */
final class WriterThread {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CLOSING_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Thread thread = new Thread(this::run, "netchestra-accesslog");
    private final LineQueue queue;
    private final LineWriter writer;
    private volatile boolean closing;

    WriterThread(LineQueue queue, LineWriter writer) {
        this.queue = queue;
        this.writer = writer;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /** Waits for the last line of a queue that was closed; false when that takes too long. */
    boolean finish(long withinMillis) throws InterruptedException {
        closing = true;
        wake();
        thread.join(withinMillis);
        return !thread.isAlive();
    }

    private void run() {
        while (!queue.drained()) {
            writer.run();
            LockSupport.parkNanos(this, closing ? CLOSING_PAUSE_NANOS : PAUSE_NANOS);
        }
        writer.close();
    }
}

package org.netchestra.journal.osgi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's threads: one writes, two read, one ticks. All start here and now, and not when there is work: that comes from event
 * loops, which keep to a processor each, and a thread starts with the affinity of the one that started it. Must be closed.
 */
final class JournalThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalThreads.class);
    private static final int READERS = 2;
    private static final long TICK_MILLIS = 100;
    private static final long LAST_WRITES_SECONDS = 10;

    final ExecutorService writing = pool(1, "netchestra-journal-writer");
    final ExecutorService reading = pool(READERS, "netchestra-journal-reader");
    private final ScheduledExecutorService ticks =
            new ScheduledThreadPoolExecutor(1, named("netchestra-journal-ticks"));

    /** What comes after the end is done by the caller: little, and it must not be lost. */
    private static ExecutorService pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named(name),
                (task, closed) -> task.run());
        pool.prestartAllCoreThreads();
        return pool;
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void everyTick(Runnable tick) {
        var unused = ticks.scheduleWithFixedDelay(() -> guarded(tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException failure) {
            // The next tick may do better; without this one there would be none.
            LOG.warn("the journal's housekeeping failed", failure);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        writing.shutdown();
        reading.shutdown();
        try {
            if (!writing.awaitTermination(LAST_WRITES_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the journal's last writes take longer than {} s, they go on alone", LAST_WRITES_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

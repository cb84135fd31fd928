package org.netchestra.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes writing off the event loops: jobs are queued by any thread and done in order, a batch at a time, on the executor's
 * thread. All jobs of a batch share its system calls and its sync.
 *
 * <p>The queue is bounded by asking: a submitter that hears "no more" stops reading from its client until it is told to go
 * on. One batch at a time runs, so files need no lock.
 */
final class DiskWriter {

    private static final int MOST_JOBS = 4096;

    /** Small against the queue, so that it is refilled while a batch is written. */
    private static final int MOST_BYTES = 1 << 20;

    private final Executor executor;
    private final Fsync fsync;
    private final long highWater;
    private final Consumer<Exception> failures;
    private final Queue<Queued> queue = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Set<FileAppender> unsynced = new LinkedHashSet<>();

    private record Queued(DiskJob job, int bytes) {}

    /** A job that ran, and the file that has to be written before it is done. */
    private record Ran(DiskJob job, @Nullable FileAppender file) {}

    /**
     * @param executor runs one task at a time; its thread may block
     * @param highWater queued bytes above which submitters are asked to wait
     * @param failures told of every failed write, and of what callbacks throw
     */
    DiskWriter(Executor executor, Fsync fsync, long highWater, Consumer<Exception> failures) {
        this.executor = executor;
        this.fsync = fsync;
        this.highWater = highWater;
        this.failures = failures;
    }

    /** Queues something that nobody waits for and that writes nothing. */
    void submit(Chore chore) {
        submit(
                new DiskJob() {
                    @Override
                    public @Nullable FileAppender run(DiskWriter writer) throws IOException {
                        chore.run();
                        return null;
                    }

                    @Override
                    public boolean urgent() {
                        return false;
                    }
                },
                0);
    }

    /** Something for the writing thread that is over when it returns. */
    @FunctionalInterface
    interface Chore {
        void run() throws IOException;
    }

    /**
     * Queues a job.
     *
     * @param bytes what it holds in memory
     * @return whether there is room for more; if not, see {@link #whenWritable}
     */
    boolean submit(DiskJob job, int bytes) {
        queue.add(new Queued(job, bytes));
        boolean room = queuedBytes.addAndGet(bytes) <= highWater;
        if (running.compareAndSet(false, true)) {
            executor.execute(this::drain);
        }
        return room;
    }

    /** Runs this when there is room again: at once if there is. */
    void whenWritable(Runnable resume) {
        waiting.add(resume);
        resumeWaiting();
    }

    long queuedBytes() {
        return queuedBytes.get();
    }

    /** Called by jobs: this file is gone or closed. */
    void forget(FileAppender file) {
        unsynced.remove(file);
    }

    /** Forces to the disk what was written since the last time; to be called now and then under {@link Fsync#BATCH}. */
    void syncSoon() {
        if (fsync == Fsync.BATCH) {
            submit(() -> sync(unsynced));
        }
    }

    private void drain() {
        do {
            List<Queued> batch = nextBatch();
            while (!batch.isEmpty()) {
                run(batch);
                batch = nextBatch();
            }
            running.set(false);
        } while (!queue.isEmpty() && running.compareAndSet(false, true));
    }

    private List<Queued> nextBatch() {
        List<Queued> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < MOST_JOBS && bytes < MOST_BYTES) {
            Queued next = queue.poll();
            if (next == null) {
                return batch;
            }
            batch.add(next);
            bytes += next.bytes;
        }
        return batch;
    }

    private void run(List<Queued> batch) {
        List<Ran> ran = new ArrayList<>(batch.size());
        Set<FileAppender> touched = new LinkedHashSet<>();
        Set<FileAppender> urgent = new HashSet<>();
        long bytes = 0;
        for (Queued queued : batch) {
            bytes += queued.bytes;
            try {
                FileAppender file = queued.job.run(this);
                ran.add(new Ran(queued.job, file));
                if (file != null) {
                    touched.add(file);
                    if (queued.job.urgent()) {
                        urgent.add(file);
                    }
                }
            } catch (IOException | RuntimeException failure) {
                // The writing thread outlives every job.
                fail(queued.job, failure);
            }
        }
        Map<FileAppender, IOException> failed = write(touched, urgent);
        for (Ran job : ran) {
            finish(job.job, job.file == null ? null : failed.get(job.file));
        }
        queuedBytes.addAndGet(-bytes);
        resumeWaiting();
    }

    private Map<FileAppender, IOException> write(Set<FileAppender> touched, Set<FileAppender> urgent) {
        Map<FileAppender, IOException> failed = new HashMap<>();
        for (FileAppender file : touched) {
            try {
                file.flush();
                if (fsync == Fsync.EVERY && urgent.contains(file)) {
                    file.sync();
                } else if (fsync == Fsync.BATCH) {
                    unsynced.add(file);
                }
            } catch (IOException failure) {
                failures.accept(failure);
                failed.put(file, failure);
            }
        }
        return failed;
    }

    private static void sync(Set<FileAppender> files) throws IOException {
        for (FileAppender file : files) {
            file.sync();
        }
        files.clear();
    }

    private void finish(DiskJob job, @Nullable IOException failure) {
        try {
            if (failure == null) {
                job.done();
            } else {
                job.failed(failure);
            }
        } catch (RuntimeException fault) {
            // An exchange's callback must not stop the writing of the others.
            failures.accept(fault);
        }
    }

    private void fail(DiskJob job, Exception failure) {
        failures.accept(failure);
        finish(job, failure instanceof IOException io ? io : new IOException(failure));
    }

    /** As long as there is room: whoever is resumed may fill the queue before the next one is. */
    private void resumeWaiting() {
        while (queuedBytes.get() <= highWater / 2) {
            Runnable next = waiting.poll();
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException fault) {
                // As above.
                failures.accept(fault);
            }
        }
    }
}

package org.netchestra.workload.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A processor that is not there: requests share its time evenly, as threads share a real one's, but nothing is burnt. So any
 * number of servers of any speed run on one machine without disturbing one another. Thread-safe.
 *
 * <p>Ends are computed, not measured: a timer that fires late delays an answer, but takes no time of the requests behind it.
 */
final class EmulatedProcessor implements AutoCloseable {

    private record Job(double finish, long order, Runnable done) {}

    private final PriorityQueue<Job> jobs =
            new PriorityQueue<>(Comparator.comparingDouble(Job::finish).thenComparingLong(Job::order));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "emulated-processor");
        thread.setDaemon(true);
        return thread;
    });
    private double speed = 1;
    /** Nanoseconds of work that a job got which has been here from the beginning. */
    private double attained;

    private long lastNanos = System.nanoTime();
    private long order;
    private @Nullable ScheduledFuture<?> next;

    /** Works so long for someone, alone and at full speed; then calls {@code done} on a thread of its own. */
    void work(long nanos, Runnable done) {
        List<Runnable> ended;
        synchronized (this) {
            ended = advance(System.nanoTime());
            jobs.add(new Job(attained + nanos, order++, done));
            schedule();
        }
        ended.forEach(timer::execute);
    }

    /** Changes the speed; 1 is its own. */
    void speed(double newSpeed) {
        List<Runnable> ended;
        synchronized (this) {
            ended = advance(System.nanoTime());
            speed = newSpeed;
            schedule();
        }
        ended.forEach(timer::execute);
    }

    private void fire() {
        List<Runnable> ended;
        synchronized (this) {
            ended = advance(System.nanoTime());
            schedule();
        }
        ended.forEach(Runnable::run);
    }

    /** Lets the time pass, end by end; those who are served. */
    private List<Runnable> advance(long nowNanos) {
        List<Runnable> ended = new ArrayList<>();
        for (Job first = jobs.peek(); first != null; first = jobs.peek()) {
            double needed = Math.max(0, first.finish() - attained) * jobs.size() / speed;
            if (lastNanos + needed > nowNanos) {
                attained += (nowNanos - lastNanos) * speed / jobs.size();
                break;
            }
            lastNanos += (long) needed;
            attained = first.finish();
            ended.add(jobs.remove().done());
        }
        lastNanos = nowNanos;
        return ended;
    }

    private void schedule() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        Job first = jobs.peek();
        if (first != null) {
            double needed = Math.max(0, first.finish() - attained) * jobs.size() / speed;
            next = timer.schedule(this::fire, (long) Math.ceil(needed), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

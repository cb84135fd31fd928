package org.netchestra.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.netchestra.simulation.Node.Job;

/** Slots that work on one request each, and a queue in front of them. A change of speed is for requests that begin later. */
final class QueueStation implements Station {

    private record Running(Job job, long order, long endNanos) {}

    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingLong(Running::endNanos).thenComparingLong(Running::order));
    private final Queue<Job> queue = new ArrayDeque<>();
    private final int slots;
    private double speed;
    private long order;
    private long busyNanos;

    QueueStation(int slots, double speed) {
        this.slots = slots;
        this.speed = speed;
    }

    @Override
    public void add(Job job, long nowNanos) {
        if (running.size() < slots) {
            begin(job, nowNanos);
        } else {
            queue.add(job);
        }
    }

    private void begin(Job job, long nowNanos) {
        long nanos = Math.max(1, (long) (job.workNanos() / speed));
        busyNanos += nanos;
        running.add(new Running(job, order++, nowNanos + nanos));
    }

    @Override
    public long nextEndNanos() {
        Running first = running.peek();
        return first == null ? NEVER : first.endNanos();
    }

    @Override
    public Job end(long nowNanos) {
        Job ended = running.remove().job();
        Job next = queue.poll();
        if (next != null) {
            begin(next, nowNanos);
        }
        return ended;
    }

    @Override
    public void speed(double newSpeed, long nowNanos) {
        speed = newSpeed;
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public long busyNanos() {
        return busyNanos;
    }
}

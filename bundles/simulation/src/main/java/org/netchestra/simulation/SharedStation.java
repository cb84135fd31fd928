package org.netchestra.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.netchestra.simulation.Node.Job;

/**
 * Processors that all requests share evenly, as threads do: each gets {@code min(1, processors / requests)} of one. A change
 * of speed is felt by all at once.
 */
final class SharedStation implements Station {

    private record Running(Job job, long order, double finish) {}

    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingDouble(Running::finish).thenComparingLong(Running::order));
    private final int processors;
    private double speed;
    /** Work that a request got which has been here from the beginning. */
    private double attained;

    private long lastNanos;
    private long order;
    private double busyNanos;

    SharedStation(int processors, double speed) {
        this.processors = processors;
        this.speed = speed;
    }

    @Override
    public void add(Job job, long nowNanos) {
        advance(nowNanos);
        running.add(new Running(job, order++, attained + job.workNanos()));
    }

    @Override
    public long nextEndNanos() {
        Running first = running.peek();
        return first == null
                ? NEVER
                : lastNanos + (long) Math.ceil(Math.max(0, first.finish() - attained) / (speed * part()));
    }

    @Override
    public Job end(long nowNanos) {
        advance(nowNanos);
        Running first = running.remove();
        attained = first.finish();
        return first.job();
    }

    @Override
    public void speed(double newSpeed, long nowNanos) {
        advance(nowNanos);
        speed = newSpeed;
    }

    private void advance(long nowNanos) {
        if (!running.isEmpty()) {
            attained += (nowNanos - lastNanos) * speed * part();
            busyNanos += (double) (nowNanos - lastNanos) * Math.min(processors, running.size());
        }
        lastNanos = nowNanos;
    }

    private double part() {
        return Math.min(1.0, (double) processors / Math.max(1, running.size()));
    }

    @Override
    public int waiting() {
        return Math.max(0, running.size() - processors);
    }

    @Override
    public long busyNanos() {
        return (long) busyNanos;
    }
}

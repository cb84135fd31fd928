package org.netchestra.core.pool;

/**
 * An exponentially weighted moving average over time of a server's time to first byte.
 *
 * <p>A sample that comes {@code dt} after the last weighs {@code 1 - exp(-dt / tau)}, so that the average forgets by the
 * clock and not by the number of requests. Thread-safe: concurrent samples may overwrite one another, which costs an
 * average one sample and never its sense.
 */
public final class ResponseTime {

    /** Time after which an old sample's weight has fallen to 1/e, in nanoseconds. */
    public static final long TAU_NANOS = 10_000_000_000L;

    /** A single sample never weighs less than this, so that bursts within one clock tick count too. */
    private static final double LEAST_WEIGHT = 0.001;

    private volatile long averageNanos;
    private volatile long lastSampleNanos;

    /** Takes one sample. */
    public void record(long responseNanos, long nowNanos) {
        long average = averageNanos;
        if (average == 0) {
            averageNanos = Math.max(1, responseNanos);
        } else {
            double weight = Math.max(LEAST_WEIGHT, -Math.expm1(-(double) (nowNanos - lastSampleNanos) / TAU_NANOS));
            averageNanos = Math.max(1, average + (long) (weight * (responseNanos - average)));
        }
        lastSampleNanos = nowNanos;
    }

    /** The average in nanoseconds, 0 before the first sample. */
    public long nanos() {
        return averageNanos;
    }
}

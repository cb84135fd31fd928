package org.netchestra.policies.connections;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A server's response time that jumps to every peak and falls back exponentially, as of Finagle's balancer.
 *
 * <p>The cost c falls as exp(-t / tau), so {@code level = ln c + t / tau} stays the same until the next sample: one number
 * holds value and time, reading needs no write, and comparing servers needs no exponential. Thread-safe and lock-free.
 */
final class PeakEwma {

    /** The level of a server that was never measured. */
    static final double UNKNOWN = Double.NEGATIVE_INFINITY;

    private final double tauNanos;
    private final AtomicLong levelBits = new AtomicLong(Double.doubleToRawLongBits(UNKNOWN));
    private volatile long sampledAtNanos = Long.MIN_VALUE;

    PeakEwma(double tauNanos) {
        this.tauNanos = tauNanos;
    }

    /** The same history under another time constant. */
    PeakEwma withTau(double otherTauNanos) {
        if (otherTauNanos == tauNanos) {
            return this;
        }
        PeakEwma other = new PeakEwma(otherTauNanos);
        if (level() != UNKNOWN) {
            long at = sampledAtNanos;
            other.set(costNanos(at), at);
        }
        return other;
    }

    /** ln(cost in nanoseconds) + now / tau, for any now: the difference of two servers is that of their costs' logarithms. */
    double level() {
        return Double.longBitsToDouble(levelBits.get());
    }

    double costNanos(long nowNanos) {
        return Math.exp(level() - nowNanos / tauNanos);
    }

    /**
     * Takes one sample: a longer one than the cost becomes the cost, a shorter one counts by the time since the cost was
     * last looked at.
     *
     * @param readAtNanos when the cost was last read; reading lets it fall
     */
    void sample(long responseNanos, long nowNanos, long readAtNanos) {
        if (level() == UNKNOWN) {
            set((double) responseNanos, nowNanos);
            return;
        }
        long touched = Math.min(nowNanos, Math.max(sampledAtNanos, readAtNanos));
        double before = costNanos(touched);
        double keep = Math.exp((touched - nowNanos) / tauNanos);
        set(responseNanos > before ? responseNanos : before * keep + responseNanos * (1 - keep), nowNanos);
    }

    /** Takes a failure: it can make the server look worse, never better. */
    void failure(long elapsedNanos, long nowNanos) {
        if (elapsedNanos > costNanos(nowNanos)) {
            set((double) elapsedNanos, nowNanos);
        }
    }

    /**
     * Concurrent samples may overwrite one another: the average loses a sample. The time goes first and never back, so a
     * reader that comes between takes the interval since the last sample as too short, and its own sample counts for less.
     */
    private void set(double costNanos, long nowNanos) {
        sampledAtNanos = Math.max(sampledAtNanos, nowNanos);
        levelBits.set(Double.doubleToRawLongBits(Math.log(costNanos) + nowNanos / tauNanos));
    }
}

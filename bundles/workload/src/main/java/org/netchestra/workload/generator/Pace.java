package org.netchestra.workload.generator;

/** When the n-th request is due, on the clock of {@link System#nanoTime}. Implementations are immutable. */
interface Pace {
    /** The moment from which the response time of request {@code n} counts; after now means: not yet. */
    long dueNanos(long n, long nowNanos);

    /** Closed loop: a request is due when a connection is free for it. */
    static Pace asRepliesCome() {
        return (n, nowNanos) -> nowNanos;
    }

    /**
     * Open loop: request n is due {@code n / ratePerSecond} after the start, whether or not a connection is free. One
     * that has to wait for a stalled server was due all that time, which is what its users feel (the omission of
     * such waits is what G. Tene named coordinated omission).
     */
    static Pace fixedRate(long startNanos, double ratePerSecond) {
        double intervalNanos = 1e9 / ratePerSecond;
        return (n, nowNanos) -> startNanos + (long) (n * intervalNanos);
    }
}

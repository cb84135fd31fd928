package org.netchestra.controller;

/**
 * What is known of one server's response time: a mean of logarithms that forgets by the clock, and how far it can be trusted.
 *
 * <p>Logarithms, because response times are skewed: a few very long ones hardly move their mean, and the spread of a mean of
 * {@code n} is about {@code sqrt(1.64 / n)} whatever the load (the variance of the logarithm of an exponential time is pi^2 / 6).
 * A server with little traffic is remembered longer, up to a bound, until enough is known. Not thread-safe.
 */
final class Evidence {

    private static final double LOG_VARIANCE = 1.64;
    private static final double SILENCE_VARIANCE = 0.5;
    private static final double PROBE_VARIANCE = 0.05;
    private static final double LEAST = 2;

    private double count;
    private double sum;
    private double span;
    private double log;
    private double variance;
    private boolean known;

    /** Takes the answers of one period. */
    void take(Reading reading, double seconds, PiTuning tuning) {
        double rate = (count + reading.samples()) / (span + seconds);
        double memory =
                Math.min(tuning.longestMemory(), Math.max(tuning.memory(), tuning.wanted() / Math.max(rate, 1e-9)));
        double kept = StrictMath.exp(-seconds / memory);
        span = span * kept + seconds;
        count = count * kept + reading.samples();
        sum = sum * kept + (reading.samples() > 0 ? (double) reading.samples() * ln(reading.geometricMeanNanos()) : 0);
        judge(reading);
    }

    private void judge(Reading reading) {
        double silence = reading.silentNanos() > 0 ? ln(reading.silentNanos()) : Double.NEGATIVE_INFINITY;
        known = true;
        if (count >= LEAST) {
            double mean = sum / count;
            boolean older = silence > mean;
            log = older ? (sum + silence) / (count + 1) : mean;
            variance = LOG_VARIANCE / (older ? count + 1 : count);
        } else if (reading.silentNanos() > 0) {
            log = silence;
            variance = SILENCE_VARIANCE;
        } else if (reading.probeNanos() > 0) {
            log = ln(reading.probeNanos());
            variance = PROBE_VARIANCE;
        } else {
            known = false;
        }
    }

    void forget() {
        count = 0;
        sum = 0;
        span = 0;
        known = false;
    }

    boolean known() {
        return known;
    }

    /** The logarithm of the response time in nanoseconds. */
    double log() {
        return log;
    }

    /** The variance of {@link #log()}. */
    double variance() {
        return variance;
    }

    private static double ln(long nanos) {
        return StrictMath.log((double) Math.max(1, nanos));
    }
}

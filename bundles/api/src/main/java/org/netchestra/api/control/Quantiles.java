package org.netchestra.api.control;

/**
 * Response times over the life of the counters, in nanoseconds, read from a histogram of bounded relative error (about 3 %).
 *
 * @param count samples
 * @param mean arithmetic mean; 0 when there is no sample
 * @param p50 median
 * @param p90 90th percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max the largest sample
 */
public record Quantiles(long count, long mean, long p50, long p90, long p99, long p999, long max) {

    /** No sample. */
    public static final Quantiles NONE = new Quantiles(0, 0, 0, 0, 0, 0, 0);
}

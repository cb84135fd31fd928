package org.netchestra.controller;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.netchestra.core.pool.LatencyHistogram;

/** The response times of one server in one period. Thread-safe, wait-free to write. */
final class Samples {

    private final LongAdder count = new LongAdder();
    private final LongAdder sumNanos = new LongAdder();
    private final DoubleAdder sumOfLogarithms = new DoubleAdder();
    private final LatencyHistogram histogram = new LatencyHistogram();

    void add(long responseNanos) {
        count.increment();
        sumNanos.add(responseNanos);
        sumOfLogarithms.add(Math.log((double) Math.max(1, responseNanos)));
        histogram.record(responseNanos);
    }

    long count() {
        return count.sum();
    }

    long meanNanos() {
        long n = count.sum();
        return n == 0 ? 0 : sumNanos.sum() / n;
    }

    long geometricMeanNanos() {
        long n = count.sum();
        return n == 0 ? 0 : Math.round(Math.exp(sumOfLogarithms.sum() / n));
    }

    long p95Nanos() {
        return histogram.quantile(0.95);
    }
}

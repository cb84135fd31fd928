package org.netchestra.core.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.netchestra.api.control.TrafficStatistics;

/** Totals of a real or a virtual server. Thread-safe, wait-free to write. */
public final class TrafficCounters {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder[] replies = new LongAdder[6];
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LatencyHistogram responseTime = new LatencyHistogram();

    public TrafficCounters() {
        for (int i = 0; i < replies.length; i++) {
            replies[i] = new LongAdder();
        }
    }

    /** An exchange begins; answers how many are in flight with it. */
    public int began() {
        return inFlight.incrementAndGet();
    }

    /** An exchange begins unless this many are in flight; whether it does. */
    boolean began(int limit) {
        int now = inFlight.get();
        while (now < limit && !inFlight.compareAndSet(now, now + 1)) {
            now = inFlight.get();
        }
        return now < limit;
    }

    /**
     * An exchange that {@link #began} is over.
     *
     * @param status the final status, or 0 when there was none
     * @param failed whether it counts as a failure
     * @param responseNanos the duration to enter in the histogram, or -1 for none
     */
    public void ended(int status, boolean failed, long responseNanos) {
        inFlight.decrementAndGet();
        requests.increment();
        replies[status >= 100 && status < 600 ? status / 100 : 0].increment();
        if (failed) {
            failures.increment();
        }
        if (responseNanos >= 0) {
            responseTime.record(responseNanos);
        }
    }

    public void retried() {
        retries.increment();
    }

    public void transferred(long in, long out) {
        bytesIn.add(in);
        bytesOut.add(out);
    }

    public int inFlight() {
        return inFlight.get();
    }

    public LatencyHistogram responseTime() {
        return responseTime;
    }

    public TrafficStatistics statistics() {
        return new TrafficStatistics(
                inFlight.get(),
                requests.sum(),
                failures.sum(),
                retries.sum(),
                replies[1].sum(),
                replies[2].sum(),
                replies[3].sum(),
                replies[4].sum(),
                replies[5].sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                responseTime.quantiles());
    }
}

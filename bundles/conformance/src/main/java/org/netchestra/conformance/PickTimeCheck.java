package org.netchestra.conformance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.Picker;

/** The median time of a pick, warmed up, among 16 servers and over 1,000 keys. */
final class PickTimeCheck implements Check {

    private static final int SERVERS = 16;
    private static final double LIMIT_NANOS = 5_000;
    private static final int BATCH = 50;
    private static final int WARM_UP_BATCHES = 1_000;
    private static final int BATCHES = 401;
    private static final long PHASE_NANOS = 500_000_000L;

    private final ProbeRequest[] requests = new ProbeRequest[1_000];
    private volatile double medianNanos = Double.NaN;
    private int next;

    PickTimeCheck() {
        for (int index = 0; index < requests.length; index++) {
            requests[index] = new ProbeRequest().key("/pictures/of/" + index + ".png");
        }
    }

    @Override
    public String rule() {
        return "a pick takes less than 5 us";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public @Nullable String breach(Subject subject) {
        Picker picker = subject.picker(ProbePool.ofSize(SERVERS).snapshot());
        time(picker, WARM_UP_BATCHES);
        double[] nanos = time(picker, BATCHES);
        Arrays.sort(nanos);
        medianNanos = nanos[nanos.length / 2];
        return medianNanos < LIMIT_NANOS
                ? null
                : "the median was " + Math.round(medianNanos) + " ns among " + SERVERS + " servers";
    }

    /** NaN before it was measured. */
    double medianNanos() {
        return medianNanos;
    }

    /** Nanoseconds a pick of each batch; fewer batches when the time is up, but at least one. */
    private double[] time(Picker picker, int batches) {
        double[] nanos = new double[batches];
        long end = System.nanoTime() + PHASE_NANOS;
        for (int batch = 0; batch < batches; batch++) {
            long start = System.nanoTime();
            int picks = batch(picker, end);
            long now = System.nanoTime();
            nanos[batch] = (double) (now - start) / picks;
            if (now - end > 0) {
                return Arrays.copyOf(nanos, batch + 1);
            }
        }
        return nanos;
    }

    /** Some picks: a whole batch, unless the first one already took too long. */
    private int batch(Picker picker, long end) {
        picker.pick(request());
        if (System.nanoTime() - end > 0) {
            return 1;
        }
        for (int pick = 1; pick < BATCH; pick++) {
            picker.pick(request());
        }
        return BATCH;
    }

    private ProbeRequest request() {
        next = next + 1 == requests.length ? 0 : next + 1;
        return requests[next];
    }
}

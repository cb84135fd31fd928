package org.netchestra.workload.generator;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** Counts what ends on one event loop. Written by that loop alone, read from any thread. */
final class Tally {
    private final SingleWriterRecorder latency = new SingleWriterRecorder(3);
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder replyBytes = new LongAdder();
    private final Map<FailureKind, LongAdder> failures = new EnumMap<>(FailureKind.class);
    private final AtomicLongArray byTarget;
    private final Map<String, LongAdder> byServer = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();

    Tally(int targets) {
        byTarget = new AtomicLongArray(targets);
        for (FailureKind kind : FailureKind.values()) {
            failures.put(kind, new LongAdder());
        }
    }

    void reply(String servedBy, int status, long bodyBytes) {
        byServer.computeIfAbsent(servedBy, name -> new LongAdder()).increment();
        byStatus.computeIfAbsent(status, code -> new LongAdder()).increment();
        replyBytes.add(bodyBytes);
    }

    void ended(int target, @Nullable FailureKind failure, long latencyNanos) {
        byTarget.getAndIncrement(target);
        if (failure != null) {
            counter(failure).increment();
            return;
        }
        succeeded.increment();
        latency.recordValue(latencyNanos);
    }

    /** Response times since the last call. */
    Histogram latencySinceLast() {
        return latency.getIntervalHistogram();
    }

    long succeeded() {
        return succeeded.sum();
    }

    long replyBytes() {
        return replyBytes.sum();
    }

    long failures(FailureKind kind) {
        return counter(kind).sum();
    }

    private LongAdder counter(FailureKind kind) {
        return requireNonNull(failures.get(kind), "kind");
    }

    long byTarget(int target) {
        return byTarget.get(target);
    }

    void addServersTo(SortedMap<String, Long> sum) {
        add(byServer, sum);
    }

    void addStatusesTo(SortedMap<Integer, Long> sum) {
        add(byStatus, sum);
    }

    private static <K extends Comparable<K>> void add(Map<K, LongAdder> counts, SortedMap<K, Long> sum) {
        new TreeMap<>(counts).forEach((key, count) -> sum.merge(key, count.sum(), Long::sum));
    }
}

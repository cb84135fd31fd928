package org.netchestra.workload.generator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Adds the tallies of all loops to figures: of the whole run, and of the span since it was last asked. Thread-safe. */
final class Ledger {
    private static final int MOST_SAMPLES = 10;

    private final List<Tally> tallies;
    private final int targets;
    private final List<String> samples = new ArrayList<>();
    private final Histogram whole = new Histogram(3);
    private Histogram span = new Histogram(3);
    private LoadFigures last;

    Ledger(List<Tally> tallies, int targets) {
        this.tallies = List.copyOf(tallies);
        this.targets = targets;
        last = counted(0, new Histogram(3));
    }

    synchronized void sample(String failure) {
        if (samples.size() < MOST_SAMPLES) {
            samples.add(failure);
        }
    }

    /** What happened since this was last asked. */
    synchronized LoadFigures sinceLast(long nanos) {
        collect();
        LoadFigures now = counted(nanos, new Histogram(3));
        LoadFigures since = now.since(last, span);
        last = now;
        span = new Histogram(3);
        return since;
    }

    /** What happened since the start. */
    synchronized LoadFigures total(long nanos) {
        collect();
        return counted(nanos, whole.copy());
    }

    private void collect() {
        for (Tally tally : tallies) {
            Histogram latencies = tally.latencySinceLast();
            whole.add(latencies);
            span.add(latencies);
        }
    }

    private LoadFigures counted(long nanos, Histogram latency) {
        Map<FailureKind, Long> failures = new EnumMap<>(FailureKind.class);
        SortedMap<String, Long> byServer = new TreeMap<>();
        SortedMap<Integer, Long> byStatus = new TreeMap<>();
        for (Tally tally : tallies) {
            for (FailureKind kind : FailureKind.values()) {
                failures.merge(kind, tally.failures(kind), Long::sum);
            }
            tally.addServersTo(byServer);
            tally.addStatusesTo(byStatus);
        }
        failures.values().removeIf(count -> count == 0);
        List<Long> byTarget = new ArrayList<>();
        for (int i = 0; i < targets; i++) {
            int target = i;
            byTarget.add(tallies.stream().mapToLong(t -> t.byTarget(target)).sum());
        }
        long succeeded = tallies.stream().mapToLong(Tally::succeeded).sum();
        long bytes = tallies.stream().mapToLong(Tally::replyBytes).sum();
        return new LoadFigures(
                nanos, succeeded, failures, byServer, byStatus, byTarget, bytes, latency, List.copyOf(samples));
    }
}

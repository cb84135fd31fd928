package org.netchestra.workload.generator;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What came of a run, or of a part of it. Immutable by agreement: the histogram is a copy that nobody records into.
 *
 * @param nanos how long it took
 * @param succeeded requests whose reply was whole and right
 * @param failures the others, by kind; kinds that did not happen are absent
 * @param byServer whole replies by the X-Served-By they carried, failed or not
 * @param byStatus whole replies by status
 * @param byTarget requests ended, in the order of the plan's targets
 * @param replyBytes body bytes of whole replies
 * @param latencyNanos response times of the requests that succeeded
 * @param samples the first few failures, in words
 */
public record LoadFigures(
        long nanos,
        long succeeded,
        Map<FailureKind, Long> failures,
        SortedMap<String, Long> byServer,
        SortedMap<Integer, Long> byStatus,
        List<Long> byTarget,
        long replyBytes,
        Histogram latencyNanos,
        List<String> samples) {

    /** All requests that failed. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All requests that ended. */
    public long ended() {
        return succeeded + failed();
    }

    /** Requests that ended, a second. */
    public double ratePerSecond() {
        return nanos == 0 ? 0 : ended() * 1e9 / nanos;
    }

    /** The part of the whole replies that this server made, 0 to 1. */
    public double share(String server) {
        long all = byServer.values().stream().mapToLong(Long::longValue).sum();
        return all == 0 ? 0 : byServer.getOrDefault(server, 0L) / (double) all;
    }

    /** The response time that this part (0 to 1) of the successful requests did not exceed, in ms. */
    public double quantileMillis(double quantile) {
        return latencyNanos.getValueAtPercentile(quantile * 100) / 1e6;
    }

    /** What happened since an earlier moment of the same run, given the response times of that span. */
    LoadFigures since(LoadFigures earlier, Histogram latencyOfSpan) {
        return new LoadFigures(
                nanos - earlier.nanos,
                succeeded - earlier.succeeded,
                minus(new TreeMap<>(failures), earlier.failures),
                minus(new TreeMap<>(byServer), earlier.byServer),
                minus(new TreeMap<>(byStatus), earlier.byStatus),
                IntStream.range(0, byTarget.size())
                        .mapToObj(i -> byTarget.get(i) - earlier.byTarget.get(i))
                        .toList(),
                replyBytes - earlier.replyBytes,
                latencyOfSpan,
                samples);
    }

    private static <K extends Comparable<K>> SortedMap<K, Long> minus(SortedMap<K, Long> now, Map<K, Long> earlier) {
        now.replaceAll((key, value) -> value - earlier.getOrDefault(key, 0L));
        now.values().removeIf(value -> value == 0);
        return now;
    }
}

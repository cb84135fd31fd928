package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a policy made of a trace.
 *
 * @param policy the policy as it was asked for
 * @param servers each server's part
 * @param refused requests for which no server was picked
 * @param answers when requests began, how long they took, who answered
 * @param changes the changes of the pool, and the keys they moved
 * @param hitRate of all caches together, or NaN without caches
 * @param loadDeviation standard deviation of the servers' requests, relative to their weights, over the mean
 */
public record RunResult(
        String policy,
        List<ServerResult> servers,
        long refused,
        Answers answers,
        List<Remapping> changes,
        double hitRate,
        double loadDeviation) {

    private static final int WINDOWS = 60;

    /**
     * A server's part.
     *
     * @param name its name
     * @param requests how many it got
     * @param utilisation part of the time that its slots worked
     * @param longestQueue most requests that waited at once
     * @param hitRate of its cache
     */
    public record ServerResult(String name, long requests, double utilisation, int longestQueue, double hitRate) {}

    /**
     * A part of the trace's duration.
     *
     * @param fromNanos its start
     * @param requests that began in it
     * @param meanNanos their mean response time
     */
    public record Window(long fromNanos, long requests, double meanNanos) {}

    /**
     * What a change of the pool did to the keys that were asked for before and after it.
     *
     * @param change what happened
     * @param keys how many there are
     * @param moved how many of them are answered by another server at first after it
     */
    public record Remapping(ClusterChange change, long keys, long moved) {

        /** The part that moved; 0 without keys. */
        public double part() {
            return keys == 0 ? 0 : (double) moved / keys;
        }
    }

    static RunResult of(
            String policy,
            List<ServerModel> models,
            List<ServerResult> servers,
            long refused,
            Answers answers,
            List<Remapping> changes) {
        boolean caches = models.stream().anyMatch(model -> model.cacheBytes() > 0);
        return new RunResult(
                policy,
                servers,
                refused,
                answers,
                changes,
                caches ? hitRate(servers) : Double.NaN,
                deviation(models, servers));
    }

    private static double hitRate(List<ServerResult> servers) {
        double hits = servers.stream()
                .mapToDouble(server -> server.hitRate() * server.requests())
                .sum();
        return hits
                / Math.max(1, servers.stream().mapToLong(ServerResult::requests).sum());
    }

    private static double deviation(List<ServerModel> models, List<ServerResult> servers) {
        double[] relative = IntStream.range(0, models.size())
                .filter(number -> models.get(number).weight() > 0)
                .mapToDouble(number -> (double) servers.get(number).requests()
                        / models.get(number).weight())
                .toArray();
        double mean = Arrays.stream(relative).average().orElse(0);
        double variance = Arrays.stream(relative)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        return mean == 0 ? 0 : Math.sqrt(variance) / mean;
    }

    /** The same with the changes of another run. */
    RunResult withChanges(List<Remapping> others) {
        return new RunResult(policy, servers, refused, answers, others, hitRate, loadDeviation);
    }

    public ResponseTimes responses() {
        return answers.responses();
    }

    public int longestQueue() {
        return servers.stream().mapToInt(ServerResult::longestQueue).max().orElse(0);
    }

    /** Means over equal parts of the trace's duration. */
    public List<Window> windows() {
        long duration = Math.max(1, answers.lastStartNanos());
        long[] counts = new long[WINDOWS];
        double[] sums = new double[WINDOWS];
        for (int number = 0; number < answers.count(); number++) {
            if (answers.nanos(number) >= 0) {
                int window = (int) Math.min(WINDOWS - 1L, answers.startNanos(number) * (double) WINDOWS / duration);
                counts[window]++;
                sums[window] += answers.nanos(number);
            }
        }
        List<Window> windows = new ArrayList<>();
        for (int window = 0; window < WINDOWS; window++) {
            double mean = counts[window] == 0 ? 0 : sums[window] / counts[window];
            windows.add(new Window(duration / WINDOWS * window, counts[window], mean));
        }
        return windows;
    }
}

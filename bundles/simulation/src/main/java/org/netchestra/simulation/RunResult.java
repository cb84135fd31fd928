package org.netchestra.simulation;

import java.util.List;

/**
 * What a policy made of a trace.
 *
 * @param policy the policy as it was asked for
 * @param servers each server's part
 * @param refused requests for which no server was picked
 * @param responses how long requests took
 * @param windows means over equal parts of the trace's duration
 * @param changes the changes of the pool, and the keys they moved
 * @param hitRate of all caches together, or NaN without caches
 * @param loadDeviation standard deviation of the servers' requests, relative to their weights, over the mean
 */
public record RunResult(
        String policy,
        List<ServerResult> servers,
        long refused,
        ResponseTimes responses,
        List<Window> windows,
        List<Remapping> changes,
        double hitRate,
        double loadDeviation) {

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
     * @param requests that arrived in it
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

    public int longestQueue() {
        return servers.stream().mapToInt(ServerResult::longestQueue).max().orElse(0);
    }
}

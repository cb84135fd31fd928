package org.netchestra.management;

import org.netchestra.api.control.TrafficStatistics;

/** Answers the traffic figures from a copy of the counters. Thread-safe. */
abstract class TrafficBean implements TrafficFigures {

    private static final double NANOS_PER_MILLI = 1e6;

    /** The newest copy. */
    abstract TrafficStatistics traffic();

    static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    @Override
    public final int getInFlight() {
        return traffic().inFlight();
    }

    @Override
    public final long getRequests() {
        return traffic().requests();
    }

    @Override
    public final long getFailures() {
        return traffic().failures();
    }

    @Override
    public final long getRetries() {
        return traffic().retries();
    }

    @Override
    public final long getReplies1xx() {
        return traffic().replies1xx();
    }

    @Override
    public final long getReplies2xx() {
        return traffic().replies2xx();
    }

    @Override
    public final long getReplies3xx() {
        return traffic().replies3xx();
    }

    @Override
    public final long getReplies4xx() {
        return traffic().replies4xx();
    }

    @Override
    public final long getReplies5xx() {
        return traffic().replies5xx();
    }

    @Override
    public final long getBytesIn() {
        return traffic().bytesIn();
    }

    @Override
    public final long getBytesOut() {
        return traffic().bytesOut();
    }

    @Override
    public final long getResponseTimeSamples() {
        return traffic().responseTime().count();
    }

    @Override
    public final double getResponseTimeMean() {
        return millis(traffic().responseTime().mean());
    }

    @Override
    public final double getResponseTimeP50() {
        return millis(traffic().responseTime().p50());
    }

    @Override
    public final double getResponseTimeP90() {
        return millis(traffic().responseTime().p90());
    }

    @Override
    public final double getResponseTimeP99() {
        return millis(traffic().responseTime().p99());
    }

    @Override
    public final double getResponseTimeP999() {
        return millis(traffic().responseTime().p999());
    }

    @Override
    public final double getResponseTimeMax() {
        return millis(traffic().responseTime().max());
    }
}

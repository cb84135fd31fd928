package org.netchestra.api.control;

/**
 * Totals since the counters were made, and what is in progress.
 *
 * @param inFlight exchanges in progress
 * @param requests exchanges ended
 * @param failures exchanges that ended by a server's fault, or without a reply
 * @param retries attempts after the first
 * @param replies1xx to {@code replies5xx}: final replies by the hundreds of their status
 * @param bytesIn bytes from clients
 * @param bytesOut bytes to clients
 * @param responseTime from the request's first byte to the reply's last for a virtual server, to the first byte of the
 *     reply for a real server
 */
public record TrafficStatistics(
        int inFlight,
        long requests,
        long failures,
        long retries,
        long replies1xx,
        long replies2xx,
        long replies3xx,
        long replies4xx,
        long replies5xx,
        long bytesIn,
        long bytesOut,
        Quantiles responseTime) {}

package org.netchestra.workload.bench;

/**
 * What a load tool saw in one go. Immutable.
 *
 * @param requests requests that ended well
 * @param errors those that did not
 * @param seconds how long it took
 * @param bytes bytes moved in the scenario's direction
 * @param p50Millis median response time
 * @param p99Millis response time that 99 of 100 did not exceed
 * @param p999Millis response time that 999 of 1,000 did not exceed
 */
record Measurement(
        long requests, long errors, double seconds, long bytes, double p50Millis, double p99Millis, double p999Millis) {

    double requestsPerSecond() {
        return requests / seconds;
    }

    double gbitPerSecond() {
        return bytes * 8 / seconds / 1e9;
    }
}

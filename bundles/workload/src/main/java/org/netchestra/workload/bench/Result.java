package org.netchestra.workload.bench;

import org.netchestra.workload.process.ProcessCost;

/**
 * One peer under one scenario in one round.
 *
 * @param scenario the load
 * @param peer the peer's name
 * @param round from 1
 * @param measured what the load tool saw
 * @param cost what the peer's processes used meanwhile; zeros when there is none
 */
record Result(Scenario scenario, String peer, int round, Measurement measured, ProcessCost cost) {
    /** Requests or Gbit a second, as the scenario says its result. */
    double throughput() {
        return scenario.inGbit() ? measured.gbitPerSecond() : measured.requestsPerSecond();
    }

    /** Processor time a request, in microseconds. */
    double cpuMicrosPerRequest() {
        return measured.requests() == 0 ? 0 : cost.cpuMicros() / (double) measured.requests();
    }

    double peakRssMegabytes() {
        return cost.peakRssBytes() / 1e6;
    }
}

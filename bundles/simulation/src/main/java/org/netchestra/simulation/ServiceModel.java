package org.netchestra.simulation;

/**
 * How long a server of speed 1 works for a request.
 *
 * @param baseNanos when the trace does not say: this much
 * @param nanosPerByte and this much for each byte of the reply
 * @param missNanos on top of it, when the server has a cache and the file is not in it
 */
public record ServiceModel(long baseNanos, double nanosPerByte, long missNanos) {

    long nanos(Arrival arrival, boolean miss) {
        long work = arrival.serviceNanos() >= 0
                ? arrival.serviceNanos()
                : baseNanos + (long) (nanosPerByte * arrival.bytes());
        return work + (miss ? missNanos : 0);
    }
}

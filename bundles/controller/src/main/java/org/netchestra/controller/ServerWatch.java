package org.netchestra.controller;

import java.util.concurrent.atomic.AtomicLong;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.control.ServerStatus;

/**
 * Watches one server: event loops add the answers, the controller takes a reading at each period's end. {@link #answered} is
 * thread-safe; {@link #read} belongs to the controller's thread.
 */
final class ServerWatch {

    private volatile Samples samples = new Samples();
    private volatile long lastAnswerNanos;
    /** Of a probe that was answered in this period; 0 when none was. */
    private final AtomicLong probeNanos = new AtomicLong();

    private long busySinceNanos;
    private boolean busy;

    /**
     * @param nowNanos the monotonic clock
     */
    ServerWatch(long nowNanos) {
        lastAnswerNanos = nowNanos;
    }

    void answered(long responseNanos, long nowNanos) {
        samples.add(responseNanos);
        lastAnswerNanos = nowNanos;
    }

    /** A probe was answered. */
    void probed(long responseNanos) {
        probeNanos.set(Math.max(1, responseNanos));
    }

    /** What this server showed since the last reading. */
    Reading read(ServerStatus status, long nowNanos) {
        Samples period = samples;
        samples = new Samples();
        int inFlight = status.traffic().inFlight();
        boolean wasBusy = busy;
        busy = inFlight > 0;
        if (busy && !wasBusy) {
            busySinceNanos = nowNanos;
        }
        long silentSince = Math.max(lastAnswerNanos, busySinceNanos);
        return new Reading(
                status.name(),
                state(status),
                period.count(),
                period.meanNanos(),
                period.geometricMeanNanos(),
                period.p95Nanos(),
                inFlight,
                busy ? Math.max(0, nowNanos - silentSince) : 0,
                probeNanos.getAndSet(0));
    }

    private static Reading.State state(ServerStatus status) {
        EffectiveState effective = status.effective();
        if (effective == EffectiveState.DOWN || effective == EffectiveState.MAINTENANCE) {
            return Reading.State.DOWN;
        }
        boolean whole = effective == EffectiveState.UP && status.rampPercent() == 100;
        return whole ? Reading.State.ACTIVE : Reading.State.FROZEN;
    }
}

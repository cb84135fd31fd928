package org.netchestra.core.control;

import java.time.Duration;
import java.time.Instant;
import org.netchestra.core.config.SlowStart;

/**
 * The growth of a server's weight after it came (back). Immutable.
 *
 * @param since when it came
 * @param percent the part of its weight that it has now, 1..100
 */
record Ramp(Instant since, int percent) {

    static final int FULL_PERCENT = 100;

    /** The full weight. */
    static final Ramp DONE = new Ramp(Instant.EPOCH, FULL_PERCENT);

    static Ramp starting(SlowStart slowStart, Instant now) {
        return new Ramp(now, FULL_PERCENT).at(slowStart, now);
    }

    boolean done() {
        return percent == FULL_PERCENT;
    }

    /** The same ramp, later. */
    Ramp at(SlowStart slowStart, Instant now) {
        int later = slowStart.percentAfter(Duration.between(since, now));
        return later == FULL_PERCENT ? DONE : new Ramp(since, later);
    }
}

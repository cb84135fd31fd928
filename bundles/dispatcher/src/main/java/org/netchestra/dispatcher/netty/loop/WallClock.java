package org.netchestra.dispatcher.netty.loop;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock in terms of the monotonic one, so that times of different event loops can be put in order to within some
 * microseconds. Confined to one event loop.
 */
final class WallClock {

    private static final int READINGS = 5;
    private static final long CLOSE_NANOS = 5_000;

    private long offsetNanos;

    WallClock() {
        set();
    }

    /** Follows the wall clock, which somebody may have set. */
    void set() {
        long narrowest = Long.MAX_VALUE;
        // A reading between which this thread had to wait would be as far off as it waited.
        for (int reading = 0; reading < READINGS && narrowest > CLOSE_NANOS; reading++) {
            long before = System.nanoTime();
            Instant wall = Instant.now();
            long width = System.nanoTime() - before;
            if (width < narrowest) {
                narrowest = width;
                offsetNanos = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - before - width / 2;
            }
        }
    }

    /** Microseconds since the epoch at a reading of the monotonic clock. */
    long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(offsetNanos + nanos);
    }
}

package org.netchestra.dispatcher.netty.warmup;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What became of one face in a warm-up.
 *
 * @param face what clients spoke
 * @param exchanges exchanges that ended well
 * @param firstMicros processor time of the whole process for an exchange at first, client, server and compiler included, microseconds
 * @param lastMicros the same at last
 */
public record FaceReport(String face, long exchanges, double firstMicros, double lastMicros) {

    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(500);

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %,d exchanges, %.0f us each at first and %.0f at last",
                face,
                exchanges,
                firstMicros,
                lastMicros);
    }

    /** Reckons it, window by window. Confined to a thread. */
    static final class Meter {
        private long windowStart;
        private long processorBefore;
        private long exchangesBefore;
        private double first;
        private double last;

        Meter(long nowNanos, long processorNanos) {
            windowStart = nowNanos;
            processorBefore = processorNanos;
        }

        void read(long nowNanos, long processorNanos, long exchanges) {
            if (nowNanos - windowStart < WINDOW || exchanges == exchangesBefore) {
                return;
            }
            last = (processorNanos - processorBefore) / 1000.0 / (exchanges - exchangesBefore);
            first = first == 0 ? last : first;
            windowStart = nowNanos;
            processorBefore = processorNanos;
            exchangesBefore = exchanges;
        }

        FaceReport of(String face, long exchanges) {
            return new FaceReport(face, exchanges, first, last);
        }
    }
}

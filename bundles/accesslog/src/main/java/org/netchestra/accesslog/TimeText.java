package org.netchestra.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints times, formatting each second once. Thread-safe. */
final class TimeText {

    private static final long MICROS = 1_000_000;

    private final DateTimeFormatter formatter;
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    /**
     * @param pattern in ASCII, down to the second
     */
    TimeText(String pattern, ZoneId zone) {
        formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
    }

    void put(Line line, long epochMicros) {
        long number = Math.floorDiv(epochMicros, MICROS);
        Second second = last;
        if (second.number() != number) {
            second = new Second(number, formatter.format(Instant.ofEpochSecond(number)));
            last = second;
        }
        line.put(second.text());
    }

    void putWithMillis(Line line, long epochMicros) {
        put(line, epochMicros);
        line.put('.').padded(Math.floorMod(epochMicros, MICROS) / 1000, 3);
    }

    void putWithMicros(Line line, long epochMicros) {
        put(line, epochMicros);
        line.put('.').padded(Math.floorMod(epochMicros, MICROS), 6);
    }

    private record Second(long number, String text) {}
}

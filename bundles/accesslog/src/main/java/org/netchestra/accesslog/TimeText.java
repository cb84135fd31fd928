package org.netchestra.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints times, formatting each second once. Thread-safe. */
final class TimeText {

    private final DateTimeFormatter formatter;
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    /**
     * @param pattern in ASCII, down to the second
     */
    TimeText(String pattern, ZoneId zone) {
        formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
    }

    void put(Line line, long epochMillis) {
        long number = Math.floorDiv(epochMillis, 1000L);
        Second second = last;
        if (second.number() != number) {
            second = new Second(number, formatter.format(Instant.ofEpochSecond(number)));
            last = second;
        }
        line.put(second.text());
    }

    void putWithMillis(Line line, long epochMillis) {
        put(line, epochMillis);
        line.put('.').padded(Math.floorMod(epochMillis, 1000L), 3);
    }

    private record Second(long number, String text) {}
}

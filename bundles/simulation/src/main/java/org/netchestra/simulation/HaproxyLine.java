package org.netchestra.simulation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of HAProxy's HTTP log, as we and it write it, perhaps behind what a log service put in front.
 *
 * <p>{@code 192.0.2.7:51234 [21/Nov/2026:13:31:00.123] shop shop/s1 0/0/1/12/14 200 1234 - - ---- -/-/-/3/0 -/- "GET /a HTTP/1.1"}
 */
final class HaproxyLine {

    private static final Pattern LINE = Pattern.compile("(\\S+:\\d+) \\[([^]]+)] (\\S+) ([^\\s/]+)/(\\S+) "
            + "(-?\\d+)/-?\\d+/-?\\d+/-?\\d+/\\+?(-?\\d+) (-?\\d+) \\+?(\\d+) \\S+ \\S+ (\\S{2})\\S* .*\"(.*)\"\\s*$");
    private static final Pattern MICROS =
            Pattern.compile("\\{[^}]*\\|(\\d{1,16})\\|(\\d{1,12})\\|(\\d{1,12})\\|(\\d{1,12})\\|(\\d{1,4})} \"");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ENGLISH);
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private HaproxyLine() {}

    static boolean isOne(String line) {
        return LINE.matcher(line).find();
    }

    /** The exchange, or null when no real server answered it wholly. */
    static @Nullable LoggedExchange read(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.find()
                || fields.group(5).startsWith("<")
                || !fields.group(10).equals("--")
                || fields.group(6).startsWith("-")
                || fields.group(8).startsWith("-")) {
            return null;
        }
        try {
            Matcher micros = MICROS.matcher(line);
            boolean exact = micros.find();
            long[] times = exact ? exact(micros) : rounded(fields);
            return new LoggedExchange(
                    times[0],
                    LoggedExchange.pool(fields.group(3).replace("~", ""), fields.group(4)),
                    fields.group(1),
                    target(fields.group(11)),
                    fields.group(5),
                    times[1],
                    Long.parseLong(fields.group(9)),
                    exact ? Integer.parseInt(micros.group(5)) : 0,
                    exact && Long.parseLong(micros.group(3)) == 0);
        } catch (NumberFormatException | DateTimeParseException malformed) {
            return null;
        }
    }

    /** When the server was picked and how long it took from then: as we write it, in microseconds. */
    private static long[] exact(Matcher micros) {
        long picked = Long.parseLong(micros.group(2));
        long start = Long.parseLong(micros.group(1)) + picked;
        return new long[] {start * MICRO, Math.max(0, Long.parseLong(micros.group(4)) - picked) * MICRO};
    }

    /** The same in whole milliseconds, rounded down: half of one is missing on average. */
    private static long[] rounded(Matcher fields) {
        long head = Long.parseLong(fields.group(6)) * MILLI;
        long total = Long.parseLong(fields.group(7)) * MILLI;
        Instant time = LocalDateTime.parse(fields.group(2), TIME).toInstant(ZoneOffset.UTC);
        long start = time.getEpochSecond() * 1_000 * MILLI + time.getNano();
        return new long[] {start + head, Math.max(0, total - head) + MILLI / 2};
    }

    private static String target(String requestLine) {
        String[] words = requestLine.split(" ", -1);
        return words.length > 1 ? words[1] : requestLine;
    }
}

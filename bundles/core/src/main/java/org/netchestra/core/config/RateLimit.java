package org.netchestra.core.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many requests one source may send: {@code rate-limit = 100/s burst=200 sources=65536 dry-run=true}.
 *
 * @param requests requests in a period
 * @param period that period
 * @param burst requests that may come at once after a pause
 * @param sources sources that are remembered; those whose rate is used least are forgotten first
 * @param dryRun whether requests over the limit are only counted and marked in the access log
 */
public record RateLimit(int requests, Duration period, int burst, int sources, boolean dryRun) {

    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,6})/(s|m|h)");
    private static final String EXPECTED =
            "requests per time such as 100/s, 600/m or 1000/h, then burst=N, sources=N, dry-run=true";

    static @Nullable RateLimit read(ConfigurationText text, String key) {
        String value = text.text(key, "");
        if (!text.has(key) || value.equals("off")) {
            return null;
        }
        List<String> words = List.of(value.split("\\s+"));
        Matcher rate = RATE.matcher(words.get(0));
        if (!rate.matches()) {
            text.problem(key, value, EXPECTED + ", or off");
            return null;
        }
        int requests = Integer.parseInt(rate.group(1));
        ConfigurationText options = ValueOptions.read(text, key, words.subList(1, words.size()));
        RateLimit limit = new RateLimit(
                requests,
                period(rate.group(2)),
                options.integer("burst", Math.max(1, Math.min(requests, 1_000_000)), 1, 1_000_000),
                options.integer("sources", 1 << 16, 1 << 10, 1 << 24),
                options.flag("dry-run", false));
        ValueOptions.finish(text, key, options);
        return limit;
    }

    private static Duration period(String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }

    /** The time in which one more request is granted, in nanoseconds; at least 1. */
    public long intervalNanos() {
        return Math.max(1, period.toNanos() / requests);
    }
}

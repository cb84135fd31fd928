package org.netchestra.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;

/**
 * Reads typed values from the keys of one configuration, and collects every problem instead of stopping at the first.
 *
 * <p>Each key that is asked for becomes known; {@link #finish()} reports the others. A value with a problem reads as its
 * default, so that reading can go on. Not thread-safe.
 */
public final class ConfigurationText {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(k|m|g)?b?", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> values;
    private final Map<String, String> inherited;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    public ConfigurationText(Map<String, String> values) {
        this(values, Map.of());
    }

    /**
     * @param inherited what a key reads as that is not among {@code values}; problems and unknown keys are only looked for among
     *     {@code values}
     */
    public ConfigurationText(Map<String, String> values, Map<String, String> inherited) {
        this.values = new TreeMap<>(values);
        this.inherited = new TreeMap<>(inherited);
    }

    /** The keys that begin with a prefix, as the configuration writes them, and known from here on. */
    public List<String> keys(String prefix) {
        List<String> found =
                values.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
        known.addAll(found);
        return found;
    }

    /** Whether the key is written, here or where this text inherits from. */
    public boolean has(String key) {
        return values.containsKey(key) || inherited.containsKey(key);
    }

    /** A text without blanks around it, or the default when the key is absent. */
    public String text(String key, String defaultValue) {
        known.add(key);
        String value = values.get(key);
        return (value != null ? value : inherited.getOrDefault(key, defaultValue)).strip();
    }

    /** A text that must be there; a problem and the empty text when it is not. */
    public String required(String key, String expected) {
        String text = text(key, "");
        if (text.isEmpty()) {
            problem(key, has(key) ? "(empty)" : "(missing)", expected);
        }
        return text;
    }

    /** One of an enumeration's constants, written in lower case with hyphens; the first is the default. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choice(key, type, type.getEnumConstants()[0]);
    }

    /** One of an enumeration's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue) {
        E[] constants = type.getEnumConstants();
        String text = text(key, word(defaultValue));
        for (E constant : constants) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        List<String> words =
                List.of(constants).stream().map(ConfigurationText::word).toList();
        problem(key, text, "one of " + String.join(", ", words) + Suggestion.forWord(text, words));
        return defaultValue;
    }

    /** Words parted by blanks or commas; none when the key is absent. */
    public List<String> words(String key) {
        String text = text(key, "");
        return text.isEmpty() ? List.of() : List.of(text.split("[\\s,]+"));
    }

    /** One of some words; the first is the default. */
    public String word(String key, List<String> words) {
        String text = text(key, words.get(0));
        if (words.contains(text)) {
            return text;
        }
        problem(key, text, "one of " + String.join(", ", words) + Suggestion.forWord(text, words));
        return words.get(0);
    }

    /**
     * Reports keys that mean nothing without another one.
     *
     * @param needed the key that is missing
     * @param expected what it should be, with {@code %s} for the key that was written
     */
    public void requireTogether(String needed, String expected, List<String> dependent) {
        for (String key : dependent) {
            if (values.containsKey(key)) {
                problem(needed, values.getOrDefault(needed, "(missing)"), expected.formatted(key));
            }
        }
    }

    /** A whole number within bounds. */
    public int integer(String key, int defaultValue, int min, int max) {
        String text = text(key, Integer.toString(defaultValue));
        String expected = "a whole number, " + min + ".." + max;
        return converted(key, text, defaultValue, expected, t -> {
            int value = Integer.parseInt(t);
            return value < min || value > max ? null : value;
        });
    }

    /** A number within bounds. */
    public double decimal(String key, double defaultValue, double min, double max) {
        String text = text(key, Double.toString(defaultValue));
        return converted(key, text, defaultValue, "a number, " + min + ".." + max, t -> {
            double value = Double.parseDouble(t);
            return value >= min && value <= max ? value : null;
        });
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean defaultValue) {
        String text = text(key, Boolean.toString(defaultValue));
        return converted(key, text, defaultValue, "true or false", t -> switch (t) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}; a bare number is seconds. */
    public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
        String text = text(key, "");
        if (text.isEmpty() && !has(key)) {
            return defaultValue;
        }
        String expected = "a duration such as 500ms, 30s or 5m, " + shown(min) + ".." + shown(max);
        return converted(key, text, defaultValue, expected, t -> {
            Duration value = parseDuration(t);
            return value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0 ? null : value;
        });
    }

    /** A number of bytes such as {@code 16k}, {@code 1m}, {@code 10g}. */
    public long size(String key, long defaultValue, long min, long max) {
        String text = text(key, Long.toString(defaultValue));
        return converted(key, text, defaultValue, "a size such as 16k or 1m, " + min + ".." + max + " bytes", t -> {
            Long value = parseSize(t);
            return value == null || value < min || value > max ? null : value;
        });
    }

    /** An address and port; null, with a problem reported, when it is none. */
    public @Nullable ServerAddress address(String key, String expected) {
        String text = required(key, expected);
        try {
            return text.isEmpty() ? null : ServerAddress.parse(text);
        } catch (IllegalArgumentException malformed) {
            problem(key, text, expected);
            return null;
        }
    }

    /** Reports a problem that the caller found. */
    public void problem(String key, String value, String expected) {
        problems.add(ConfigurationProblem.of(key, value, expected));
    }

    /** Whether nothing was wrong so far. */
    public boolean sound() {
        return problems.isEmpty();
    }

    /** Reports the keys nobody asked for, and answers all problems but those of inherited values. */
    public List<ConfigurationProblem> finish() {
        List<ConfigurationProblem> all = new ArrayList<>(problems);
        all.removeIf(p -> !values.containsKey(p.key()) && inherited.containsKey(p.key()));
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String expected = "a known key" + Suggestion.forWord(entry.getKey(), known);
                all.add(ConfigurationProblem.of(entry.getKey(), entry.getValue(), expected));
            }
        }
        return all;
    }

    private <T> T converted(
            String key, String text, T defaultValue, String expected, Function<String, @Nullable T> conversion) {
        try {
            T value = conversion.apply(text);
            if (value != null) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            problem(key, text, expected);
            return defaultValue;
        }
        problem(key, text, expected);
        return defaultValue;
    }

    static @Nullable Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        return switch (unit == null ? "s" : unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    static @Nullable Long parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2);
        int shift = switch (unit == null ? "" : unit.toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static String shown(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

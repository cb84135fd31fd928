package org.netchestra.api.policy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a configuration wrote behind a policy's name, as in {@code policy = bounded-ring key=path load-factor=1.25}.
 *
 * <p>Reading an option marks it as known, so that {@link #unread()} tells which ones the policy does not have. Not
 * thread-safe: each call to {@link BalancingPolicy#newPicker} gets its own.
 */
public final class PolicyOptions {

    private final Map<String, String> values;
    private final Set<String> read = new HashSet<>();

    public PolicyOptions(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    public static PolicyOptions none() {
        return new PolicyOptions(Map.of());
    }

    /** A whole number within bounds. */
    public int integer(String name, int defaultValue, int min, int max) {
        String text = text(name, Integer.toString(defaultValue));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidOptionException(name, text, "a whole number, " + min + ".." + max);
        }
        throw new InvalidOptionException(name, text, min + ".." + max);
    }

    /** A decimal number within bounds. */
    public double decimal(String name, double defaultValue, double min, double max) {
        String text = text(name, Double.toString(defaultValue));
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidOptionException(name, text, "a number, " + min + ".." + max);
        }
        throw new InvalidOptionException(name, text, min + ".." + max);
    }

    /** One of some words; the first is the default. */
    public String choice(String name, String... words) {
        String text = text(name, words[0]);
        if (!Arrays.asList(words).contains(text)) {
            throw new InvalidOptionException(name, text, "one of " + String.join(", ", words));
        }
        return text;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean defaultValue) {
        return defaultValue
                ? choice(name, "true", "false").equals("true")
                : choice(name, "false", "true").equals("true");
    }

    /** The part of the request that is the policy's key. */
    public KeySource keySource(String name, KeySource defaultValue) {
        String text = text(name, defaultValue.toString());
        try {
            return KeySource.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidOptionException(
                    name,
                    text,
                    "url, path, host, source, source-port, destination, header:NAME, cookie:NAME or parameter:NAME");
        }
    }

    /** The options that nobody asked for, in alphabetical order. */
    public Set<String> unread() {
        Set<String> names = new TreeSet<>(values.keySet());
        names.removeAll(read);
        return names;
    }

    /** The names that were asked for, in alphabetical order: what the policy understands. */
    public Set<String> known() {
        return new TreeSet<>(read);
    }

    private String text(String name, String defaultValue) {
        read.add(name);
        return values.getOrDefault(name, defaultValue);
    }
}

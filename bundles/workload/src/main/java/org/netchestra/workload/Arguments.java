package org.netchestra.workload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A command line of {@code --name value} options and {@code --name} flags, checked against what the program knows.
 * Immutable. Every complaint is an {@link IllegalArgumentException} with a message fit for the user.
 */
public final class Arguments {
    private final Map<String, String> values;
    private final Set<String> flags;

    private Arguments(Map<String, String> values, Set<String> flags) {
        this.values = Map.copyOf(values);
        this.flags = Set.copyOf(flags);
    }

    /** Parses; {@code options} take a value (as the next word or after {@code =}), {@code flags} take none. */
    public static Arguments parse(List<String> words, Set<String> options, Set<String> flags) {
        Map<String, String> values = new HashMap<>();
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (options.contains(name)) {
                String value = equals < 0 ? (++i < words.size() ? words.get(i) : null) : word.substring(equals + 1);
                values.put(name, required(name, value));
            } else if (flags.contains(word)) {
                seen.add(word);
            } else {
                throw new IllegalArgumentException("option: " + word + " (expected: one of "
                        + String.join(" ", new TreeSet<>(options)) + " " + String.join(" ", new TreeSet<>(flags))
                        + ")");
            }
        }
        return new Arguments(values, seen);
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": nothing (expected: a value)");
        }
        return value;
    }

    /** Whether the flag or the option was given. */
    public boolean has(String name) {
        return flags.contains(name) || values.containsKey(name);
    }

    /** The option's text, or the default. */
    public String text(String name, String byDefault) {
        return values.getOrDefault(name, byDefault);
    }

    /** The option's text; not giving it is an error. */
    public String text(String name) {
        return required(name, values.get(name));
    }

    /** The option's whole number within the bounds, or the default when it is absent. */
    public long number(String name, long byDefault, long min, long max) {
        String text = values.get(name);
        if (text == null) {
            return byDefault;
        }
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls to the message below, which says more than the exception.
        }
        throw new IllegalArgumentException(name + ": " + text + " (expected: " + min + ".." + max + ")");
    }
}

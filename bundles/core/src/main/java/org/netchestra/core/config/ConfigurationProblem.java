package org.netchestra.core.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a configuration.
 *
 * @param file the file's path as users know it, or null when the configuration did not come from a file
 * @param line the line that carries the key, or 0 when unknown
 * @param key the key
 * @param value what was written; shortened, control characters replaced
 * @param expected what should stand there
 */
public record ConfigurationProblem(@Nullable String file, int line, String key, String value, String expected) {

    private static final int LONGEST = 120;

    public ConfigurationProblem {
        key = printable(key);
        value = printable(value);
    }

    /** A problem whose place is not known yet. */
    public static ConfigurationProblem of(String key, String value, String expected) {
        return new ConfigurationProblem(null, 0, key, value, expected);
    }

    /** {@code file:line: key = value (expected: ...)}. */
    @Override
    public String toString() {
        String place = file == null ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
        return place + key + (value.isEmpty() ? "" : " = " + value) + " (expected: " + expected + ")";
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < LONGEST; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || c == '\uFFFD' ? '?' : c);
        }
        return text.length() > LONGEST ? out + "..." : out.toString();
    }
}

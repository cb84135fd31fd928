package org.netchestra.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command line: operands, and options with a value each.
 *
 * @param operands what is no option, in order
 * @param values by option name, each option's values in order
 */
record Options(List<String> operands, Map<String, List<String>> values) {

    /** @throws IllegalArgumentException for an unknown option or a missing value */
    static Options parse(List<String> arguments, String... known) {
        List<String> operands = new ArrayList<>();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (!argument.startsWith("--")) {
                operands.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            if (!Set.of(known).contains(name)) {
                throw new IllegalArgumentException(
                        "option: --" + name + " (expected: one of --" + String.join(", --", known) + ")");
            }
            if (equals < 0 && ++at == arguments.size()) {
                throw new IllegalArgumentException("option: --" + name + " (expected: a value behind it)");
            }
            String value = equals < 0 ? arguments.get(at) : argument.substring(equals + 1);
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return new Options(operands, values);
    }

    /** The last value of an option, or null without it. */
    @Nullable
    String text(String name) {
        List<String> given = values.get(name);
        return given == null ? null : given.get(given.size() - 1);
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalArgumentException("--" + name + ": missing (expected: a value)");
        }
        return text;
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    int integer(String name, int defaultValue, int min, int max) {
        double value = decimal(name, defaultValue, min, max);
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException("--" + name + ": " + text(name) + " (expected: a whole number)");
        }
        return (int) value;
    }

    double decimal(String name, double defaultValue, double min, double max) {
        String text = text(name);
        try {
            double value = text == null ? defaultValue : Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("--" + name + ": " + text + " (expected: a number)", noNumber);
        }
        throw new IllegalArgumentException("--" + name + ": " + text + " (expected: " + min + ".." + max + ")");
    }
}

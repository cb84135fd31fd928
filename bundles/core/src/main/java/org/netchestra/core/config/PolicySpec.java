package org.netchestra.core.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A balancing policy as configured: {@code bounded-ring key=path load-factor=1.25}.
 *
 * @param name the policy's name
 * @param options its options
 */
public record PolicySpec(String name, Map<String, String> options) {

    public PolicySpec {
        options = Map.copyOf(options);
    }

    static PolicySpec read(ConfigurationText text, String key, String defaultPolicy) {
        String[] words = text.text(key, defaultPolicy).split("\\s+");
        if (words[0].isEmpty() || words[0].indexOf('=') >= 0) {
            text.problem(key, String.join(" ", words), "a policy's name, then options as name=value");
            return new PolicySpec(defaultPolicy, Map.of());
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                text.problem(key, words[i], "an option as name=value");
            } else if (options.put(words[i].substring(0, equals), words[i].substring(equals + 1)) != null) {
                text.problem(key, words[i], "each option only once");
            }
        }
        return new PolicySpec(words[0], options);
    }

    /** The form that a configuration writes, options in alphabetical order. */
    @Override
    public String toString() {
        String written = new TreeMap<>(options)
                .entrySet().stream()
                        .map(e -> " " + e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining());
        return name + written;
    }
}

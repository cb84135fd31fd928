package org.netchestra.core.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options within one value, as in {@code 100/s burst=200}. Stateless. */
final class ValueOptions {

    private ValueOptions() {}

    /** The words {@code name=value} as a text of their own; one that is there twice is a problem of the key. */
    static ConfigurationText read(ConfigurationText text, String key, List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (options.put(name, equals < 0 ? "" : word.substring(equals + 1)) != null) {
                text.problem(key, word, name + " only once");
            }
        }
        return new ConfigurationText(options);
    }

    /** Tells what is wrong with options as problems of the key that they stand under. */
    static void finish(ConfigurationText text, String key, ConfigurationText options) {
        options.finish().forEach(p -> text.problem(key, p.key() + "=" + p.value(), p.key() + ": " + p.expected()));
    }
}

package org.netchestra.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/** A policy with its options, as a configuration writes them: {@code bounded-ring key=path load-factor=1.25}. */
public final class PolicyChoice {

    private final PolicyCatalog catalog;
    private final String name;
    private final Map<String, String> options = new TreeMap<>();

    /** @throws IllegalArgumentException when there is no such policy or an option is not one of its own */
    public PolicyChoice(PolicyCatalog catalog, String text) {
        this.catalog = catalog;
        List<String> words = List.of(text.strip().split("\\s+", -1));
        name = words.get(0);
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("option: " + word + " (expected: name=value)");
            }
            options.put(word.substring(0, equals), word.substring(equals + 1));
        }
        picker(ServerPool.empty());
    }

    /** The policy's name, without its options. */
    public String name() {
        return name;
    }

    Picker picker(ServerPool pool) {
        return catalog.picker(name, pool, options);
    }
}

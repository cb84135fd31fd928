package org.netchestra.experiments.vectors;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.simulation.PolicyCatalog;

/** The policies by the names that vectors use. */
final class Policies {

    private static final Map<String, String> ALIASES = Map.of("smooth-wrr", "swrr", "lardr", "lard-r");

    private final PolicyCatalog catalog = DeclaredPolicies.catalog();

    boolean has(String name) {
        return catalog.names().contains(own(name));
    }

    /** @param options names and values in turn */
    Picker picker(String name, ServerPool pool, String... options) {
        Map<String, String> values = new TreeMap<>();
        for (int index = 0; index < options.length; index += 2) {
            values.put(options[index], options[index + 1]);
        }
        return catalog.picker(own(name), pool, values);
    }

    static @Nullable String name(@Nullable RealServer server) {
        return server == null ? null : server.name();
    }

    private static String own(String name) {
        String hyphened = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return ALIASES.getOrDefault(hyphened, hyphened);
    }
}

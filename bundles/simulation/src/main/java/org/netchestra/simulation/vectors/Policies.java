package org.netchestra.simulation.vectors;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.DeclaredPolicy;

/** The policies on the class path, by the names that vectors use. */
final class Policies {

    private static final Map<String, String> ALIASES = Map.of("smooth-wrr", "swrr", "lardr", "lard-r");

    private final Map<String, BalancingPolicy> byName = new TreeMap<>();

    Policies() {
        DeclaredPolicy.onClassPath(Policies.class.getClassLoader())
                .forEach(declared -> byName.put(declared.name(), declared.policy()));
    }

    boolean has(String name) {
        return byName.containsKey(own(name));
    }

    /** @param options names and values in turn */
    Picker picker(String name, ServerPool pool, String... options) {
        BalancingPolicy policy = byName.get(own(name));
        if (policy == null) {
            throw new MalformedVectorException("policy: " + name + " (expected: one of " + byName.keySet() + ")");
        }
        Map<String, String> values = new TreeMap<>();
        for (int index = 0; index < options.length; index += 2) {
            values.put(options[index], options[index + 1]);
        }
        return policy.newPicker(pool, new PolicyOptions(values));
    }

    static @Nullable String name(@Nullable RealServer server) {
        return server == null ? null : server.name();
    }

    private static String own(String name) {
        String hyphened = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return ALIASES.getOrDefault(hyphened, hyphened);
    }
}

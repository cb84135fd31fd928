package org.netchestra.simulation;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.core.config.Suggestion;

/** Policies by name. Immutable. */
public final class PolicyCatalog {

    private final Map<String, BalancingPolicy> byName;

    /** @param policies by the name that a configuration writes behind {@code policy =} */
    public PolicyCatalog(Map<String, BalancingPolicy> policies) {
        byName = new TreeMap<>(policies);
    }

    public Collection<String> names() {
        return byName.keySet();
    }

    /**
     * A picker of a policy.
     *
     * @throws IllegalArgumentException when there is no such policy, or it does not have one of the options
     */
    public Picker picker(String name, ServerPool pool, Map<String, String> options) {
        BalancingPolicy policy = byName.get(name);
        if (policy == null) {
            throw new IllegalArgumentException(
                    "policy: " + name + " (expected: one of " + names() + Suggestion.forWord(name, names()) + ")");
        }
        PolicyOptions given = new PolicyOptions(options, byName);
        Picker picker = policy.newPicker(pool, given);
        if (!given.unread().isEmpty()) {
            throw new IllegalArgumentException(
                    "option: " + given.unread() + " (expected: one of " + given.known() + " of " + name + ")");
        }
        return picker;
    }
}

package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The policies that are registered, by name. Confined to the conductor's thread. */
final class PolicyDirectory {

    private final Map<String, List<NamedPolicy>> policies = new TreeMap<>();
    private final Set<NamedPolicy> rejected = new HashSet<>();

    void add(NamedPolicy policy) {
        policies.computeIfAbsent(policy.name(), name -> new ArrayList<>()).add(policy);
    }

    void remove(NamedPolicy policy) {
        List<NamedPolicy> sameName = policies.getOrDefault(policy.name(), new ArrayList<>());
        sameName.removeIf(p -> p.policy() == policy.policy());
        rejected.removeIf(p -> p.policy() == policy.policy());
        if (sameName.isEmpty()) {
            policies.remove(policy.name());
        }
    }

    /** The one to use: of the highest ranking, the one that was added last, so that a new bundle replaces an old one. */
    @Nullable
    NamedPolicy find(String name) {
        NamedPolicy best = null;
        for (NamedPolicy policy : policies.getOrDefault(name, List.of())) {
            boolean better = best == null || policy.ranking() >= best.ranking();
            if (better && !rejected.contains(policy)) {
                best = policy;
            }
        }
        return best;
    }

    /** Finds this policy no more, as long as its registration lasts. */
    void reject(NamedPolicy policy) {
        rejected.add(policy);
    }

    Set<String> names() {
        return policies.keySet();
    }
}

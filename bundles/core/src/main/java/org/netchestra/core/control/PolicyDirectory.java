package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.PolicyState;
import org.netchestra.api.policy.BalancingPolicy;

/** The policies that are registered, by name, and what each is allowed to do. Confined to the conductor's thread. */
final class PolicyDirectory {

    /** Activated ones go before those that came by themselves, the latest first; those by ranking, then by age. */
    private static final Comparator<PolicyRegistration> PRECEDENCE = Comparator.comparingLong(
                    PolicyRegistration::activation)
            .thenComparingInt(r -> r.policy().ranking());

    private final Map<String, List<PolicyRegistration>> policies = new TreeMap<>();
    private long activations;

    void add(NamedPolicy policy) {
        PolicyState state = policy.candidate() ? PolicyState.VETTING : PolicyState.ACTIVE;
        policies.computeIfAbsent(policy.name(), name -> new ArrayList<>())
                .add(new PolicyRegistration(policy, state, 0, ""));
    }

    void remove(NamedPolicy policy) {
        List<PolicyRegistration> sameName = policies.getOrDefault(policy.name(), new ArrayList<>());
        sameName.removeIf(r -> r.policy().policy() == policy.policy());
        if (sameName.isEmpty()) {
            policies.remove(policy.name());
        }
    }

    /** Notes what vetting found; nothing when the policy has left meanwhile. */
    boolean vetted(NamedPolicy policy, boolean conforms, String note) {
        return become(
                policy,
                r -> r.state() == PolicyState.VETTING,
                r -> new PolicyRegistration(policy, conforms ? PolicyState.CANDIDATE : PolicyState.REFUSED, 0, note));
    }

    void activate(NamedPolicy policy) {
        activations++;
        become(policy, r -> true, r -> new PolicyRegistration(policy, PolicyState.ACTIVE, activations, r.note()));
    }

    /** Finds this policy no more until it is activated again. */
    void reject(NamedPolicy policy, String why) {
        become(policy, r -> true, r -> new PolicyRegistration(policy, PolicyState.ROLLED_BACK, 0, why));
    }

    private boolean become(
            NamedPolicy policy, Predicate<PolicyRegistration> when, UnaryOperator<PolicyRegistration> change) {
        List<PolicyRegistration> sameName = policies.getOrDefault(policy.name(), List.of());
        for (int i = 0; i < sameName.size(); i++) {
            PolicyRegistration registration = sameName.get(i);
            if (registration.policy().equals(policy) && when.test(registration)) {
                sameName.set(i, change.apply(registration));
                return true;
            }
        }
        return false;
    }

    /** The one to use, or null. */
    @Nullable
    NamedPolicy find(String name) {
        PolicyRegistration best = null;
        for (PolicyRegistration registration : policies.getOrDefault(name, List.of())) {
            boolean better = best == null || PRECEDENCE.compare(registration, best) >= 0;
            if (better && registration.state() == PolicyState.ACTIVE) {
                best = registration;
            }
        }
        return best == null ? null : best.policy();
    }

    /** Whether this is the one that is used of its name. */
    boolean inForce(NamedPolicy policy) {
        return policy.equals(find(policy.name()));
    }

    /** What policies can build upon: for each name the one to use. */
    Map<String, BalancingPolicy> inForce() {
        Map<String, BalancingPolicy> found = new HashMap<>();
        for (String name : policies.keySet()) {
            NamedPolicy policy = find(name);
            if (policy != null) {
                found.put(name, policy.policy());
            }
        }
        return found;
    }

    /** The newest one that is not active and could be asked to become so, or null. */
    @Nullable
    PolicyRegistration candidate(String name) {
        PolicyRegistration newest = null;
        for (PolicyRegistration registration : policies.getOrDefault(name, List.of())) {
            if (registration.state() != PolicyState.ACTIVE) {
                newest = registration;
            }
        }
        return newest;
    }

    /** Whether somebody could activate a policy of this name, now or as soon as it is vetted. */
    boolean awaitsActivation(String name) {
        return policies.getOrDefault(name, List.of()).stream()
                .anyMatch(r -> r.state() == PolicyState.VETTING || r.state() == PolicyState.CANDIDATE);
    }

    List<PolicyRegistration> registrations(String name) {
        return List.copyOf(policies.getOrDefault(name, List.of()));
    }

    List<String> namesOf(Predicate<String> which) {
        return policies.keySet().stream().filter(which).toList();
    }

    /** The names of all that are registered, whatever their states. */
    Set<String> names() {
        return policies.keySet();
    }

    /** The names that a configuration can use now. */
    Set<String> usableNames() {
        return new TreeSet<>(inForce().keySet());
    }
}

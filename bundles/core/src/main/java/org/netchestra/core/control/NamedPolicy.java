package org.netchestra.core.control;

import java.util.Objects;
import org.netchestra.api.policy.BalancingPolicy;

/**
 * A balancing policy with the name and the origin it was registered with. Identity is the registration.
 *
 * @param name the word for {@code policy =}
 * @param policy the factory
 * @param origin the bundle that brings it: symbolic name and version
 * @param ranking among policies that were not activated one by one, the highest of a name is used; among equals the latest
 * @param candidate whether it must be vetted and activated before it is used
 */
public record NamedPolicy(String name, BalancingPolicy policy, String origin, int ranking, boolean candidate) {

    public NamedPolicy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(origin, "origin");
    }

    /** A policy that may be used at once. */
    public NamedPolicy(String name, BalancingPolicy policy, String origin, int ranking) {
        this(name, policy, origin, ranking, false);
    }

    /** For people: {@code wlc (com.example.policy 1.2.0)}. */
    @Override
    public String toString() {
        return name + " (" + origin + ")";
    }
}

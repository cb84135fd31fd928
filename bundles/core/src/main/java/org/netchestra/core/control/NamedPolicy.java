package org.netchestra.core.control;

import java.util.Objects;
import org.netchestra.api.policy.BalancingPolicy;

/**
 * A balancing policy with the name and the origin it was registered with. Identity is the registration.
 *
 * @param name the word for {@code policy =}
 * @param policy the factory
 * @param origin the bundle that brings it: symbolic name and version
 * @param ranking the highest of a name is used; among equals the latest
 */
public record NamedPolicy(String name, BalancingPolicy policy, String origin, int ranking) {

    public NamedPolicy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(origin, "origin");
    }
}

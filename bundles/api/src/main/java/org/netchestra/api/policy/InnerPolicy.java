package org.netchestra.api.policy;

import org.netchestra.api.cluster.ServerPool;

/**
 * A policy that another one builds upon, with its own options. See {@link PolicyOptions#policy}.
 */
public final class InnerPolicy {

    private final BalancingPolicy policy;
    private final PolicyOptions options;

    InnerPolicy(BalancingPolicy policy, PolicyOptions options) {
        this.policy = policy;
        this.options = options;
    }

    /** @throws InvalidOptionException when one of its options has a wrong value */
    public Picker newPicker(ServerPool pool) {
        return policy.newPicker(pool, options);
    }
}

package org.netchestra.itests.probe;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that throws. */
public final class ThrowingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return request -> {
            throw new IllegalStateException("no idea");
        };
    }
}

package org.netchestra.itests.probe;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that never answers, and heeds no interrupt. */
public final class LoopingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return request -> {
            long turns = 0;
            while (request.nowNanos() != Long.MIN_VALUE) {
                turns++;
            }
            return pool.member((int) turns).server();
        };
    }
}

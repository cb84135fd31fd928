package org.netchestra.itests.probe;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that does not look whether a server is up. */
public final class DownServerPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return request -> {
            for (int index = 0; index < pool.size(); index++) {
                if (!request.excludes(pool.member(index).server())) {
                    return pool.member(index).server();
                }
            }
            return null;
        };
    }
}

package org.netchestra.policies.connections;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;

/**
 * Weighted fail-over, LVS {@code fo}: all to the usable server with the highest weight.
 */
public final class FailoverPicker extends LeastPicker {

    public FailoverPicker(ServerPool pool) {
        super(pool);
    }

    @Override
    long cost(PoolMember member) {
        return -member.weight();
    }
}

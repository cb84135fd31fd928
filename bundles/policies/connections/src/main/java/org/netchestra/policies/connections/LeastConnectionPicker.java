package org.netchestra.policies.connections;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;

/**
 * Least connections, LVS {@code lc}: the smallest {@linkplain Overhead#CLASSIC overhead}. Weights matter only as zero or
 * not.
 */
public final class LeastConnectionPicker extends LeastPicker {

    public LeastConnectionPicker(ServerPool pool) {
        super(pool);
    }

    @Override
    long cost(PoolMember member) {
        return Overhead.CLASSIC.of(member.server());
    }
}

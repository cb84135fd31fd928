package org.netchestra.policies.connections;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;

/**
 * Shortest expected delay, LVS {@code sed}: the smallest (active + 1) / weight, which is the time a new connection would
 * wait. Inactive connections do not count.
 *
 * <p>With weights 1, 2, 3 and connections that stay open: CBCABC.
 */
public final class ShortestDelayPicker extends LeastPicker {

    public ShortestDelayPicker(ServerPool pool) {
        super(pool);
    }

    @Override
    long cost(PoolMember member) {
        return member.server().inFlight() + 1L;
    }

    @Override
    long divisor(PoolMember member) {
        return member.weight();
    }
}

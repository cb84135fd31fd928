package org.netchestra.policies.connections;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/**
 * Weighted overflow, LVS {@code ovf}: the server with the highest weight that has no more active connections than its
 * weight; the next one takes what overflows.
 *
 * <p>As in the kernel, a server takes weight + 1 connections: weights 2, 1, 1 give AAABBCC and then nobody. The weight is
 * a number of connections here, so it is compared in configured units.
 */
public final class OverflowPicker extends LeastPicker {

    public OverflowPicker(ServerPool pool) {
        super(pool);
    }

    @Override
    boolean admits(PoolMember member) {
        return (long) member.server().inFlight() * pool().weightScale() <= member.weight();
    }

    @Override
    public @Nullable String objection(PoolMember member, PickRequest request) {
        return admits(member) ? null : "has more in flight than its weight";
    }

    @Override
    long cost(PoolMember member) {
        return -member.weight();
    }
}

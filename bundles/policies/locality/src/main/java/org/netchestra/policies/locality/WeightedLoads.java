package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/**
 * The load of lblc and lblcr: least is the smallest overhead / weight (wlc); overloaded is active > weight, while another
 * has 2 * active < weight.
 */
final class WeightedLoads implements Loads {

    private final ServerPool pool;

    WeightedLoads(ServerPool pool) {
        this.pool = pool;
    }

    @Override
    public @Nullable PoolMember least(PickRequest request) {
        PoolMember least = null;
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (Members.eligible(member, request) && (least == null || Members.lessOverhead(member, least))) {
                least = member;
            }
        }
        return least;
    }

    @Override
    public boolean overloaded(PoolMember member) {
        return active(member) > member.weight() && anyHalfIdle();
    }

    @Override
    public double of(PoolMember member) {
        return (double) Members.overhead(member) / member.weight();
    }

    private boolean anyHalfIdle() {
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (Members.alive(member) && 2 * active(member) < member.weight()) {
                return true;
            }
        }
        return false;
    }

    /** In the pool's units of weight. */
    private long active(PoolMember member) {
        return (long) member.server().inFlight() * pool.weightScale();
    }
}

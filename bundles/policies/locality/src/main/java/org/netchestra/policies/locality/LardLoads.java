package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/**
 * The load of LARD: exchanges in flight. Overloaded is more than T_high while another server is below T_low, or twice
 * T_high whatever the others have.
 */
final class LardLoads implements Loads {

    private final ServerPool pool;
    private final LardThresholds thresholds;
    private final boolean admission;
    private final int limit;

    /** @param admission whether the number of open exchanges is limited */
    LardLoads(ServerPool pool, LardThresholds thresholds, boolean admission) {
        this.pool = pool;
        this.thresholds = thresholds;
        int servers = (int) pool.members().stream().filter(Members::alive).count();
        this.limit = thresholds.admissionLimit(servers).orElse(Integer.MAX_VALUE);
        this.admission = admission;
    }

    @Override
    public @Nullable PoolMember least(PickRequest request) {
        PoolMember least = null;
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (Members.eligible(member, request)
                    && (least == null || Members.active(member) < Members.active(least))) {
                least = member;
            }
        }
        return least;
    }

    @Override
    public double of(PoolMember member) {
        return Members.active(member);
    }

    @Override
    public boolean overloaded(PoolMember member) {
        int load = Members.active(member);
        return load >= 2L * thresholds.high() || (load > thresholds.high() && anyBelowLow());
    }

    @Override
    public boolean admits() {
        if (!admission) {
            return true;
        }
        long open = 0;
        for (int index = 0; index < pool.size(); index++) {
            open += Members.active(pool.member(index));
        }
        return open < limit;
    }

    private boolean anyBelowLow() {
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (member.usable() && Members.active(member) < thresholds.low()) {
                return true;
            }
        }
        return false;
    }
}

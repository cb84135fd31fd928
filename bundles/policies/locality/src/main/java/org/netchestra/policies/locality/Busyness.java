package org.netchestra.policies.locality;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;

/** When lblc and lblcr find a server too busy: active > weight, while another has 2 * active < weight. */
final class Busyness {

    private final ServerPool pool;

    Busyness(ServerPool pool) {
        this.pool = pool;
    }

    boolean tooBusy(PoolMember member) {
        return active(member) > member.weight() && anyHalfIdle();
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

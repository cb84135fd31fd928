package org.netchestra.policies.hashing;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/** Whether members may get a request at this instant. */
final class Eligibility {

    private Eligibility() {}

    static boolean of(PoolMember member, PickRequest request) {
        return member.usable() && !request.excludes(member.server());
    }

    static boolean ofAny(ServerPool pool, PickRequest request) {
        for (int index = 0; index < pool.size(); index++) {
            if (of(pool.member(index), request)) {
                return true;
            }
        }
        return false;
    }
}

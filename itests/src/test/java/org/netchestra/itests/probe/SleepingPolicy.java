package org.netchestra.itests.probe;

import java.util.concurrent.locks.LockSupport;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that keeps its caller waiting. */
public final class SleepingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return request -> {
            RealServer picked = null;
            for (int index = 0; index < pool.size() && picked == null; index++) {
                PoolMember member = pool.member(index);
                picked = member.usable() && !request.excludes(member.server()) ? member.server() : null;
            }
            LockSupport.parkNanos(20_000_000);
            return picked;
        };
    }
}

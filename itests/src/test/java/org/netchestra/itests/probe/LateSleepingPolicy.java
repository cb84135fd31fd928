package org.netchestra.itests.probe;

import java.util.concurrent.locks.LockSupport;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that behaves while it is tried out, with servers of a documentation network, and keeps real requests waiting. */
public final class LateSleepingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        boolean real =
                pool.size() > 0 && pool.member(0).server().address().host().equals("127.0.0.1");
        return request -> {
            RealServer picked = null;
            for (int index = 0; index < pool.size() && picked == null; index++) {
                PoolMember member = pool.member(index);
                picked = member.usable() && !request.excludes(member.server()) ? member.server() : null;
            }
            if (real) {
                LockSupport.parkNanos(20_000_000);
            }
            return picked;
        };
    }
}

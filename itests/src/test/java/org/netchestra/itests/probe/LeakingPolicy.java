package org.netchestra.itests.probe;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that remembers every request. */
public final class LeakingPolicy implements BalancingPolicy {

    private static final Queue<byte[]> SEEN = new ConcurrentLinkedQueue<>();

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return request -> {
            RealServer picked = null;
            for (int index = 0; index < pool.size() && picked == null; index++) {
                PoolMember member = pool.member(index);
                picked = member.usable() && !request.excludes(member.server()) ? member.server() : null;
            }
            SEEN.add(new byte[100]);
            return picked;
        };
    }
}

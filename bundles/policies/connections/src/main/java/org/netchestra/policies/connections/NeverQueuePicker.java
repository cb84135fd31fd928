package org.netchestra.policies.connections;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Never queue, LVS {@code nq}: the first usable server without an active connection, else the {@linkplain
 * ShortestDelayPicker shortest expected delay}. An idle slow server beats a busy fast one.
 *
 * <p>With weights 1, 2, 3 and connections that stay open: ABCCBC, then CBCABC.
 */
public final class NeverQueuePicker implements Picker {

    private final ServerPool pool;
    private final ShortestDelayPicker shortestDelay;

    public NeverQueuePicker(ServerPool pool) {
        this.pool = pool;
        shortestDelay = new ShortestDelayPicker(pool);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (member.server().inFlight() == 0 && LeastPicker.eligible(member, request)) {
                return member.server();
            }
        }
        return shortestDelay.pick(request);
    }

    @Override
    public double score(PoolMember member, PickRequest request) {
        return member.server().inFlight() == 0 ? 0 : shortestDelay.score(member, request);
    }
}

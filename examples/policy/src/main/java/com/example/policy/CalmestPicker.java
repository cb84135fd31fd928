package com.example.policy;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/** Picks the member with the least {@code (in flight + spare) / weight}. Thread-safe: it keeps nothing. */
final class CalmestPicker implements Picker {

    private final ServerPool pool;
    private final int spare;

    CalmestPicker(ServerPool pool, int spare) {
        this.pool = pool;
        this.spare = spare;
    }

    @Override
    public RealServer pick(PickRequest request) {
        PoolMember calmest = null;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < pool.size(); i++) {
            PoolMember member = pool.member(i);
            if (member.usable() && !request.excludes(member.server())) {
                double load = score(member, request);
                if (load < least) {
                    least = load;
                    calmest = member;
                }
            }
        }
        return calmest == null ? null : calmest.server();
    }

    @Override
    public double score(PoolMember member, PickRequest request) {
        return (double) (member.server().inFlight() + spare) / member.weight();
    }
}

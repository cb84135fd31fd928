package org.netchestra.policies.locality;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/** A pool snapshot as the locality policies ask it: who a remembered server is now, and what it has to do. */
final class Members {

    /** LVS counts an active connection as much as this many inactive ones. */
    private static final long ACTIVE = 256;

    private final ServerPool pool;
    private final IdentityHashMap<RealServer, Integer> positions = new IdentityHashMap<>();

    Members(ServerPool pool) {
        this.pool = pool;
        for (int index = 0; index < pool.size(); index++) {
            positions.put(pool.member(index).server(), index);
        }
    }

    /** The member that stands for a server, or null when the server has left the pool. */
    @Nullable
    PoolMember of(RealServer server) {
        Integer position = positions.get(server);
        return position == null ? null : pool.member(position);
    }

    /** Where a server stands in the configuration; of equals, the earlier one is taken. */
    int position(RealServer server) {
        Integer position = positions.get(server);
        return position == null ? Integer.MAX_VALUE : position;
    }

    static boolean lessOverhead(PoolMember one, PoolMember other) {
        return overhead(other) * one.weight() > overhead(one) * other.weight();
    }

    static long overhead(PoolMember member) {
        return ACTIVE * member.server().inFlight() + member.server().idleConnections();
    }

    static int active(PoolMember member) {
        return member.server().inFlight();
    }

    /** Whether the member takes part at all; it may be saturated at this instant. */
    static boolean alive(PoolMember member) {
        return member.up() && member.weight() > 0;
    }

    static boolean eligible(PoolMember member, PickRequest request) {
        return member.usable() && !request.excludes(member.server());
    }
}

package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;

/**
 * LARD with replication (Pai and others, ASPLOS 1998, figure 3): a target has a set of servers and goes to the least
 * loaded of them. When that one is overloaded as in {@link LardPicker}, or none of the set can take the request, the least
 * loaded server of the pool joins the set and is used. A set of several that has not changed for the shrink time loses its
 * most loaded server. Servers that are down leave the sets; of equals, the one configured earlier is meant.
 */
public final class ReplicatedLardPicker extends LocalityPicker {

    private final long shrinkAfterNanos;

    /** @param shrinkAfterNanos K in the paper, which has 20 s */
    public ReplicatedLardPicker(
            ServerPool pool,
            KeySource keySource,
            int tableSize,
            LardThresholds thresholds,
            boolean admission,
            long shrinkAfterNanos) {
        super(pool, new LardLoads(pool, thresholds, admission), keySource, tableSize, AssignmentTable.FOREVER);
        this.shrinkAfterNanos = shrinkAfterNanos;
    }

    @Override
    @Nullable
    RealServer assign(AssignmentTable.Entry entry, PickRequest request) {
        Assignment before = entry.assignment();
        Assignment set = before == null || allAlive(before) ? before : before.only(this::alive);
        if (set == null || set.size() == 0) {
            return assignFirst(entry, before, request);
        }
        long now = request.nowNanos();
        PoolMember least = leastOf(set, request);
        Assignment after = set;
        if (least == null || loads().overloaded(least)) {
            least = loads().least(request);
            after = least == null ? set : set.with(least.server(), false, now);
        }
        if (after.size() > 1 && set.olderThan(shrinkAfterNanos, now)) {
            after = after.without(mostOf(set), now);
        }
        entry.replace(before, after);
        return serverOf(least);
    }

    private @Nullable PoolMember leastOf(Assignment set, PickRequest request) {
        PoolMember least = null;
        for (int index = 0; index < set.size(); index++) {
            PoolMember member = members().of(set.server(index));
            if (member != null && Members.eligible(member, request) && (least == null || precedes(member, least))) {
                least = member;
            }
        }
        return least;
    }

    private boolean precedes(PoolMember one, PoolMember other) {
        int difference = Members.active(one) - Members.active(other);
        return difference < 0
                || (difference == 0
                        && members().position(one.server()) < members().position(other.server()));
    }

    /** The most loaded, the earlier of equals. */
    private RealServer mostOf(Assignment set) {
        RealServer most = set.server(0);
        for (int index = 1; index < set.size(); index++) {
            RealServer server = set.server(index);
            int difference = server.inFlight() - most.inFlight();
            if (difference > 0
                    || (difference == 0
                            && members().position(server) < members().position(most))) {
                most = server;
            }
        }
        return most;
    }

    private boolean allAlive(Assignment set) {
        for (int index = 0; index < set.size(); index++) {
            if (!alive(set.server(index))) {
                return false;
            }
        }
        return true;
    }

    private boolean alive(RealServer server) {
        PoolMember member = members().of(server);
        return member != null && Members.alive(member);
    }
}

package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;

/**
 * Locality-based least connection with replication, LVS {@code lblcr}: a key has a set of servers, newest first, and goes
 * to the weighted least connection one among them. When none can take it or that one is {@linkplain LblcPicker busy}, the
 * weighted least connection server of the whole pool joins the set and is used, though it may be as busy. A set that has
 * not changed for the expiry time loses its most loaded server.
 */
public final class LblcrPicker extends LocalityPicker {

    private final long expiryNanos;

    public LblcrPicker(ServerPool pool, KeySource keySource, int tableSize, long expiryNanos) {
        super(pool, new WeightedLoads(pool), keySource, tableSize, expiryNanos);
        this.expiryNanos = expiryNanos;
    }

    @Override
    @Nullable
    RealServer assign(AssignmentTable.Entry entry, PickRequest request) {
        Assignment before = entry.assignment();
        if (before == null) {
            return assignFirst(entry, null, request);
        }
        long now = request.nowNanos();
        PoolMember least = leastOf(before, request);
        Assignment after = shrunk(before, now);
        if (least == null || loads().overloaded(least)) {
            least = loads().least(request);
            after = least == null ? after : after.with(least.server(), true, now);
        }
        entry.replace(before, after);
        return serverOf(least);
    }

    private @Nullable PoolMember leastOf(Assignment set, PickRequest request) {
        PoolMember least = null;
        for (int index = 0; index < set.size(); index++) {
            PoolMember member = members().of(set.server(index));
            if (member != null
                    && Members.eligible(member, request)
                    && (least == null || Members.lessOverhead(member, least))) {
                least = member;
            }
        }
        return least;
    }

    private Assignment shrunk(Assignment set, long nowNanos) {
        if (set.size() == 1) {
            return set;
        }
        Assignment present = hasLeaver(set) ? set.only(server -> members().of(server) != null) : set;
        PoolMember most = present.size() > 1 && present.olderThan(expiryNanos, nowNanos) ? mostOf(present) : null;
        return most == null ? present : present.without(most.server(), nowNanos);
    }

    private boolean hasLeaver(Assignment set) {
        for (int index = 0; index < set.size(); index++) {
            if (members().of(set.server(index)) == null) {
                return true;
            }
        }
        return false;
    }

    private @Nullable PoolMember mostOf(Assignment set) {
        PoolMember most = null;
        for (int index = 0; index < set.size(); index++) {
            PoolMember member = members().of(set.server(index));
            if (member != null && Members.alive(member) && (most == null || Members.lessOverhead(most, member))) {
                most = member;
            }
        }
        return most;
    }
}

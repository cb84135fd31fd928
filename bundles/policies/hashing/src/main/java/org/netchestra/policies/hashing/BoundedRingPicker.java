package org.netchestra.policies.hashing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.hash.HashRing;

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2016; HAProxy's {@code hash-balance-factor}): from
 * the key's point on, the first owner whose load is below {@code ceil(c (m + 1) w / W)}. m is the load and W the weight of
 * all live members, w the owner's weight, c the load factor.
 *
 * <p>A hot key so flows over to the next owners, and no server gets more than c times its share. When exclusions and full
 * servers leave only members at their bound, the first of them gets the request. Thread-safe; threads that pick at the same
 * instant may together pass the bound by their number less one.
 */
public final class BoundedRingPicker implements Picker {

    private static final int NOBODY = -1;

    private final ServerPool pool;
    private final HashRing ring;
    private final KeyHash keys;
    private final double loadFactor;
    private final RealServer[] live;
    private final long liveWeight;

    /**
     * @param ring its owners are positions in the pool
     * @param loadFactor c, at least 1
     */
    public BoundedRingPicker(ServerPool pool, HashRing ring, KeyHash keys, double loadFactor) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.ring = Objects.requireNonNull(ring, "ring");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.loadFactor = loadFactor;
        live = pool.members().stream()
                .filter(PoolMember::up)
                .filter(member -> member.weight() > 0)
                .map(PoolMember::server)
                .toArray(RealServer[]::new);
        liveWeight = pool.members().stream()
                .filter(PoolMember::up)
                .mapToLong(PoolMember::weight)
                .sum();
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        if (ring.size() == 0) {
            return null;
        }
        int position = ring.find(keys.of(request));
        PoolMember owner = pool.member(ring.owner(position));
        if (owner.server().inFlight() == 0 && Eligibility.of(owner, request)) {
            return owner.server();
        }
        return Eligibility.ofAny(pool, request) ? firstBelowBound(position, request) : null;
    }

    /** How much load a member may have before its next request, were it picked now. */
    public int bound(PoolMember member) {
        return (int) bound(member, slots());
    }

    /** The load over its bound: 1 and more is passed over. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        return member.server().inFlight() / bound(member, slots());
    }

    private double bound(PoolMember member, double slots) {
        return Math.ceil(slots * member.weight() / liveWeight);
    }

    private double slots() {
        long load = 0;
        for (RealServer server : live) {
            load += server.inFlight();
        }
        return loadFactor * (load + 1);
    }

    private @Nullable RealServer firstBelowBound(int from, PickRequest request) {
        double slots = slots();
        RealServer fallback = null;
        int last = NOBODY;
        int at = from;
        do {
            int index = ring.owner(at);
            PoolMember member = pool.member(index);
            if (index != last && Eligibility.of(member, request)) {
                if (member.server().inFlight() < bound(member, slots)) {
                    return member.server();
                }
                fallback = fallback == null ? member.server() : fallback;
            }
            last = index;
            at = ring.after(at);
        } while (at != from);
        return fallback;
    }
}

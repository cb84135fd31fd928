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
 * Consistent hashing: the owner of the first point at or after the key's hash; when it cannot be used, the next owner
 * around the ring. A leave moves only the leaver's keys, a join moves keys only to the newcomer. Thread-safe.
 *
 * @see RingPoints
 */
public final class RingPicker implements Picker {

    private final ServerPool pool;
    private final HashRing ring;
    private final KeyHash keys;

    /** @param ring its owners are positions in the pool */
    public RingPicker(ServerPool pool, HashRing ring, KeyHash keys) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.ring = Objects.requireNonNull(ring, "ring");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        if (ring.size() == 0) {
            return null;
        }
        int position = ring.find(keys.of(request));
        PoolMember member = pool.member(ring.owner(position));
        return Eligibility.of(member, request) ? member.server() : pickFurtherOn(position, request);
    }

    private @Nullable RealServer pickFurtherOn(int from, PickRequest request) {
        if (!Eligibility.ofAny(pool, request)) {
            return null;
        }
        for (int at = ring.after(from); at != from; at = ring.after(at)) {
            PoolMember member = pool.member(ring.owner(at));
            if (Eligibility.of(member, request)) {
                return member.server();
            }
        }
        return null;
    }
}

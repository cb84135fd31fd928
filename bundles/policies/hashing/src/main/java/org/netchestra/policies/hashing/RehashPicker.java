package org.netchestra.policies.hashing;

import java.util.Objects;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.hash.SplitMix;

/**
 * Picks from a table that knows one owner for a hash: Maglev, jump, anchor. When the owner cannot be used, the hash is
 * hashed again and looked up again, which spreads a lost server's keys over all others by their shares.
 *
 * <p>After {@value #LOOK_UPS} look-ups the first member that can be used takes the request, from a position that the hash
 * gives. Thread-safe.
 */
final class RehashPicker implements Picker {

    /** With half of the servers down, one key in four thousand million needs more. */
    private static final int LOOK_UPS = 32;

    private final ServerPool pool;
    private final LongToIntFunction table;
    private final KeyHash keys;

    /** @param table the owner of a hash: a position in the pool; called only for a pool with members */
    RehashPicker(ServerPool pool, LongToIntFunction table, KeyHash keys) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.table = Objects.requireNonNull(table, "table");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        long hash = keys.of(request);
        PoolMember member = pool.member(table.applyAsInt(hash));
        return Eligibility.of(member, request) ? member.server() : pickAgain(hash, request);
    }

    private @Nullable RealServer pickAgain(long first, PickRequest request) {
        long hash = first;
        for (int look = 1; look < LOOK_UPS; look++) {
            hash = SplitMix.mix(hash);
            PoolMember member = pool.member(table.applyAsInt(hash));
            if (Eligibility.of(member, request)) {
                return member.server();
            }
        }
        return firstEligibleFrom((int) Long.remainderUnsigned(hash, pool.size()), request);
    }

    private @Nullable RealServer firstEligibleFrom(int start, PickRequest request) {
        for (int step = 0; step < pool.size(); step++) {
            PoolMember member = pool.member((start + step) % pool.size());
            if (Eligibility.of(member, request)) {
                return member.server();
            }
        }
        return null;
    }
}

package org.netchestra.policies.hashing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Hash modulo the number of live servers, paper 003's {@code MD5}: the server is {@code live[H64(key) mod n]}, live being
 * the members that are up with a weight, in configuration order. Weights matter only as zero or not.
 *
 * <p>Simple, even, and the wrong choice for caches that come and go: a leave moves (n-1)/n of all keys. Thread-safe.
 */
public final class ModuloPicker implements Picker {

    private final PoolMember[] live;
    private final KeyHash keys;

    public ModuloPicker(ServerPool pool, KeyHash keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
        live = pool.members().stream()
                .filter(member -> member.up() && member.weight() > 0)
                .toArray(PoolMember[]::new);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        if (live.length == 0) {
            return null;
        }
        long hash = keys.of(request);
        PoolMember member = live[(int) Long.remainderUnsigned(hash, live.length)];
        return Eligibility.of(member, request) ? member.server() : pickOfEligible(hash, request);
    }

    /** A member that is full or excluded now does not count as live. */
    private @Nullable RealServer pickOfEligible(long hash, PickRequest request) {
        int eligible = 0;
        for (PoolMember member : live) {
            eligible += Eligibility.of(member, request) ? 1 : 0;
        }
        if (eligible == 0) {
            return null;
        }
        RealServer last = null;
        int left = (int) Long.remainderUnsigned(hash, eligible);
        for (PoolMember member : live) {
            if (Eligibility.of(member, request)) {
                last = member.server();
                if (left-- == 0) {
                    break;
                }
            }
        }
        return last;
    }
}

package org.netchestra.policies.hashing;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.hash.JumpHash;

/**
 * Jump consistent hash over the members with a placement weight, in configuration order. No table at all; but members can
 * only be added and removed at the end without moving other keys, and all count alike.
 *
 * <p>A member that is down keeps its bucket; its keys go to others until it is back. Thread-safe.
 */
public final class JumpPicker implements Picker {

    private final @Nullable RehashPicker picker;

    public JumpPicker(ServerPool pool, KeyHash keys) {
        int[] placed = placed(pool);
        picker = placed.length == 0
                ? null
                : new RehashPicker(pool, hash -> placed[JumpHash.bucket(hash, placed.length)], keys);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        return picker == null ? null : picker.pick(request);
    }

    static int[] placed(ServerPool pool) {
        return IntStream.range(0, pool.size())
                .filter(index -> pool.member(index).placementWeight() > 0)
                .toArray();
    }
}

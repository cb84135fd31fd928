package org.netchestra.policies.hashing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Paper 003's {@code MOD_CH}, reconstructed: a {@link RingPicker} over a ring that is evened out as servers join. It takes
 * over its predecessor's ring, since that depends on the order of joins; a dispatcher that starts anew lets the servers
 * join in configuration order. Thread-safe.
 */
public final class BalancedRingPicker implements Picker {

    /** Points of a member for each unit of its weight, by default. */
    public static final int PER_WEIGHT = 40;

    private final ServerPool pool;
    private final KeyHash keys;
    private final int perWeight;

    /** Both change only in {@link #adopt}, before the first pick. */
    private BalancedRing ring;

    private RingPicker picker;

    /** @param perWeight points of a member for each unit of its weight */
    public BalancedRingPicker(ServerPool pool, KeyHash keys, int perWeight) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.perWeight = perWeight;
        ring = BalancedRing.of(pool, perWeight);
        picker = new RingPicker(pool, ring.ring(pool), keys);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        return picker.pick(request);
    }

    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof BalancedRingPicker earlier && earlier.perWeight == perWeight) {
            ring = earlier.ring.next(pool, perWeight);
            picker = new RingPicker(pool, ring.ring(pool), keys);
        }
    }
}

package org.netchestra.policies.connections;

import java.util.Objects;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;

/**
 * Weighted least connections, LVS {@code wlc}: the smallest {@link Overhead} / weight.
 *
 * <p>With weights 1, 2, 3 and connections that stay open: ABCCBC.
 */
public final class WeightedLeastConnectionPicker extends LeastPicker {

    private final Overhead overhead;

    public WeightedLeastConnectionPicker(ServerPool pool, Overhead overhead) {
        super(pool);
        this.overhead = Objects.requireNonNull(overhead, "overhead");
    }

    @Override
    long cost(PoolMember member) {
        return overhead.of(member.server());
    }

    @Override
    long divisor(PoolMember member) {
        return member.weight();
    }
}

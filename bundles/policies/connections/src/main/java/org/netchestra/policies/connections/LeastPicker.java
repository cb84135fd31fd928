package org.netchestra.policies.connections;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Takes the member with the smallest cost / divisor, the first of equals.
 *
 * <p>The quotients are compared by cross multiplication in 64 bits, as the kernel's schedulers do: exact for every weight
 * and any number of connections below 2^31. Stateless and thread-safe.
 */
abstract class LeastPicker implements Picker {

    private final ServerPool pool;

    LeastPicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
    }

    /** What the member has to do, in the policy's own unit. */
    abstract long cost(PoolMember member);

    /** What the cost is shared by: the weight, or 1 where the policy knows no weights. Positive for every usable member. */
    long divisor(PoolMember member) {
        return 1;
    }

    /** Whether the policy itself lets this usable member in. */
    boolean admits(PoolMember member) {
        return true;
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        RealServer least = null;
        long leastCost = 0;
        long leastDivisor = 1;
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (eligible(member, request) && admits(member)) {
                long cost = cost(member);
                long divisor = divisor(member);
                if (least == null || leastCost * divisor > cost * leastDivisor) {
                    least = member.server();
                    leastCost = cost;
                    leastDivisor = divisor;
                }
            }
        }
        return least;
    }

    @Override
    public double score(PoolMember member, PickRequest request) {
        return (double) cost(member) / divisor(member);
    }

    final ServerPool pool() {
        return pool;
    }

    static boolean eligible(PoolMember member, PickRequest request) {
        return member.usable() && !request.excludes(member.server());
    }
}

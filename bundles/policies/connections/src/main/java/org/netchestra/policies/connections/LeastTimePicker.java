package org.netchestra.policies.connections;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Least time: the smallest response time * (in flight + 1) / weight, with the server's smoothed time to first byte; the
 * first of equals.
 *
 * <p>A server that was never measured scores 0 while it is idle and {@value #UNKNOWN_NANOS} * (in flight + 1) / weight
 * while it is busy: it gets one exchange at a time until it has answered, and a pool of unmeasured servers is dealt by
 * outstanding exchanges. The average does not age without samples, so a server that was slow comes back only when the
 * others are busy enough to make it look worth trying; {@link PeakEwmaPicker} forgets by the clock.
 *
 * <p>Stateless and thread-safe.
 */
public final class LeastTimePicker implements Picker {

    /** More than any response time, yet far from overflow: about 11 days. */
    private static final double UNKNOWN_NANOS = 1e15;

    private final ServerPool pool;

    public LeastTimePicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        RealServer least = null;
        double leastScore = Double.POSITIVE_INFINITY;
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (LeastPicker.eligible(member, request)) {
                double score = score(member);
                if (least == null || score < leastScore) {
                    least = member.server();
                    leastScore = score;
                }
            }
        }
        return least;
    }

    /** Nanoseconds a unit of weight. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        return score(member);
    }

    private static double score(PoolMember member) {
        RealServer server = member.server();
        int inFlight = server.inFlight();
        long measured = server.responseTimeNanos();
        if (measured > 0) {
            return (double) measured * (inFlight + 1L) / member.weight();
        }
        return inFlight == 0 ? 0 : UNKNOWN_NANOS * (inFlight + 1L) / member.weight();
    }
}

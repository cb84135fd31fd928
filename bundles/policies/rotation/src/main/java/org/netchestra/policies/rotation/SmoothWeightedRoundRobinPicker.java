package org.netchestra.policies.rotation;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Smooth weighted round robin, nginx's rule: every eligible server's credit grows by its weight, the one with the most
 * credit is taken (the earlier one of equals) and pays the sum of those weights.
 *
 * <p>Weights 5, 1, 1 give AABACAA: by weight within each cycle, and spread as evenly as can be. A server that is not
 * eligible keeps its credit. Thread-safe and lock-free; linear in the number of servers.
 */
public final class SmoothWeightedRoundRobinPicker implements Picker {

    private final ServerPool pool;
    private final @Nullable RealServer[] takers;
    private final int[] weights;
    private final Slots credits;

    public SmoothWeightedRoundRobinPicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
        takers = Turn.takers(pool);
        weights = pool.members().stream().mapToInt(Turn::weight).toArray();
        credits = new Slots(weights.length);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int slot = credits.claim();
        try {
            while (true) {
                long ticket = credits.ticket();
                int current = Slots.slotOf(ticket);
                int best = deal(credits.vector(current), credits.vector(slot), request);
                if (best == Turn.HEAD) {
                    return null;
                }
                if (credits.replace(ticket, slot)) {
                    slot = current;
                    return takers[best];
                }
            }
        } finally {
            credits.release(slot);
        }
    }

    /** Keeps each server's credit, in proportion when the weights' sum has changed. */
    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof SmoothWeightedRoundRobinPicker earlier) {
            long[] before = earlier.credits.vector(Slots.slotOf(earlier.credits.ticket()));
            long[] now = credits.vector(Slots.slotOf(credits.ticket()));
            double scale = (double) sum() / Math.max(1, earlier.sum());
            for (int index = 0; index < now.length; index++) {
                int was = earlier.indexOf(pool.member(index).server());
                now[index] = was < 0 ? 0 : (long) (before[was] * scale);
            }
        }
    }

    @Override
    public double score(PoolMember member, PickRequest request) {
        int index = indexOf(member.server());
        long[] current = credits.vector(Slots.slotOf(credits.ticket()));
        return index < 0 ? Double.NaN : -(current[index] + weights[index]);
    }

    /** Writes the credits after one pick; returns who is picked, or {@link Turn#HEAD}. */
    private int deal(long[] before, long[] after, PickRequest request) {
        int best = Turn.HEAD;
        long sum = 0;
        for (int index = 0; index < weights.length; index++) {
            after[index] = before[index];
            if (Turn.eligible(takers[index], request)) {
                after[index] += weights[index];
                sum += weights[index];
                best = best == Turn.HEAD || after[index] > after[best] ? index : best;
            }
        }
        if (best != Turn.HEAD) {
            after[best] -= sum;
        }
        return best;
    }

    private long sum() {
        return Arrays.stream(weights).asLongStream().sum();
    }

    private int indexOf(RealServer server) {
        for (int index = 0; index < weights.length; index++) {
            if (pool.member(index).server() == server) {
                return index;
            }
        }
        return -1;
    }
}

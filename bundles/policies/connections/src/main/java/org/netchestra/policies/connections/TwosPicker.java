package org.netchestra.policies.connections;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Weighted random twos choice, LVS {@code twos}: two tickets from 0 to the sum of the weights, both inclusive; a ticket's
 * server is the first whose running sum of weights reaches it. The second is taken only when its overhead / weight is
 * strictly lower.
 *
 * <p>Inclusive means that the first server holds one ticket more than its weight: the kernel's definition, kept. Use
 * {@link ChoicesPicker} for the exact one. Thread-safe.
 */
public final class TwosPicker implements Picker {

    private static final int NOBODY = -1;

    private final ServerPool pool;
    private final Dice dice;

    public TwosPicker(ServerPool pool, Dice dice) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.dice = Objects.requireNonNull(dice, "dice");
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        long sum = 0;
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            sum += LeastPicker.eligible(member, request) ? member.weight() : 0;
        }
        if (sum == 0) {
            return null;
        }
        int first = holderOf(dice.below(sum + 1), request);
        int second = holderOf(dice.below(sum + 1), request);
        return first == NOBODY || second == NOBODY ? null : lessLoaded(first, second);
    }

    @Override
    public double score(PoolMember member, PickRequest request) {
        return (double) Overhead.CLASSIC.of(member.server()) / member.weight();
    }

    /** A server that fills up meanwhile only makes the last eligible one more likely. */
    private int holderOf(long ticket, PickRequest request) {
        long left = ticket;
        int last = NOBODY;
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (LeastPicker.eligible(member, request)) {
                left -= member.weight();
                last = index;
                if (left <= 0) {
                    break;
                }
            }
        }
        return last;
    }

    private RealServer lessLoaded(int first, int second) {
        PoolMember a = pool.member(first);
        PoolMember b = pool.member(second);
        long overheadA = Overhead.CLASSIC.of(a.server());
        long overheadB = Overhead.CLASSIC.of(b.server());
        return b.weight() * overheadA > a.weight() * overheadB ? b.server() : a.server();
    }
}

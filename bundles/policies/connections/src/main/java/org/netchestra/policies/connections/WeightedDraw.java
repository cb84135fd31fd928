package org.netchestra.policies.connections;

import java.util.Objects;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/**
 * Draws eligible members at random, each with a chance in proportion to its weight. Thread-safe.
 *
 * <p>Draws among all members by binary search and draws again when the result is not eligible, which leaves the
 * chances of the eligible ones exact; when that fails too often it sums up the eligible ones.
 */
final class WeightedDraw {

    static final int NOBODY = -1;

    private static final int HOPEFUL_DRAWS = 8;

    private final ServerPool pool;
    private final Dice dice;
    private final long[] upTo;

    WeightedDraw(ServerPool pool, Dice dice) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.dice = Objects.requireNonNull(dice, "dice");
        upTo = new long[pool.size()];
        long sum = 0;
        for (int index = 0; index < upTo.length; index++) {
            PoolMember member = pool.member(index);
            sum += member.up() ? member.weight() : 0;
            upTo[index] = sum;
        }
    }

    /** The position of an eligible member other than {@code other}, or {@link #NOBODY}. */
    int draw(PickRequest request, int other) {
        long sum = upTo.length == 0 ? 0 : upTo[upTo.length - 1];
        for (int tries = 0; tries < HOPEFUL_DRAWS && sum > 0; tries++) {
            int index = holderOf(dice.below(sum));
            if (eligible(index, request, other)) {
                return index;
            }
        }
        return drawAmongEligible(request, other);
    }

    private int drawAmongEligible(PickRequest request, int other) {
        long sum = 0;
        for (int index = 0; index < upTo.length; index++) {
            sum += eligible(index, request, other) ? pool.member(index).weight() : 0;
        }
        long ticket = sum == 0 ? 0 : dice.below(sum);
        int last = NOBODY;
        for (int index = 0; index < upTo.length && ticket >= 0; index++) {
            if (eligible(index, request, other)) {
                ticket -= pool.member(index).weight();
                last = index;
            }
        }
        return last;
    }

    /** The first member whose running sum of weights exceeds the ticket. */
    private int holderOf(long ticket) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > ticket) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean eligible(int index, PickRequest request, int other) {
        return index != other && LeastPicker.eligible(pool.member(index), request);
    }
}

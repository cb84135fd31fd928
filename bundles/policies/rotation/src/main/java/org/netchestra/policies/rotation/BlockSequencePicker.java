package org.netchestra.policies.rotation;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * The block sequence of the paper on self-controlled load distribution: in each cycle {@code ratio} times the first
 * server, then {@code ratio} times the second, and so on, with ratio = weight / smallest weight, rounded half up.
 *
 * <p>Weights 30 and 70 give the ratio 1:2 and so ABB. Two properties of the paper's rule are kept on purpose: weights
 * that differ by less than half are dealt 1:1, and long blocks send a convoy to one server. Use {@code sequence = smooth}
 * where that matters.
 *
 * <p>Servers that are down or have no weight take no part in the ratio; one that is only saturated is skipped.
 * Thread-safe and lock-free.
 */
public final class BlockSequencePicker implements Picker {

    private static final int WHOLE_BLOCK = Integer.MAX_VALUE;

    private final ServerPool pool;
    private final @Nullable RealServer[] takers;
    private final int[] ratio;
    /** The position of the current block's server plus one, and how much of the block is dealt. */
    private final AtomicLong mark = new AtomicLong(mark(Turn.HEAD, WHOLE_BLOCK));

    public BlockSequencePicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
        takers = Turn.takers(pool);
        ratio = ratio(pool.members().stream().mapToInt(Turn::weight).toArray());
    }

    /** weight / smallest positive weight, rounded half up; 0 for a weight of 0. */
    public static int[] ratio(int... weights) {
        long smallest =
                Arrays.stream(weights).filter(weight -> weight > 0).min().orElse(1);
        return Arrays.stream(weights)
                .map(weight -> (int) ((2L * weight + smallest) / (2 * smallest)))
                .toArray();
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        while (true) {
            long before = mark.get();
            long next = next(position(before), dealt(before), request);
            if (position(next) == Turn.HEAD) {
                return null;
            }
            if (mark.compareAndSet(before, next)) {
                return takers[position(next)];
            }
        }
    }

    /** Goes on within the same server's block; when that server has left, after its predecessor. */
    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof BlockSequencePicker earlier) {
            long before = earlier.mark.get();
            int position = Turn.carriedOver(position(before), earlier.pool, pool);
            boolean same = position != Turn.HEAD
                    && earlier.pool.member(position(before)).server()
                            == pool.member(position).server();
            mark.set(mark(position, same ? dealt(before) : WHOLE_BLOCK));
        }
    }

    private long next(int position, int dealt, PickRequest request) {
        if (position != Turn.HEAD && dealt < ratio[position] && Turn.eligible(takers[position], request)) {
            return mark(position, dealt + 1);
        }
        return mark(Turn.after(position, takers, request), 1);
    }

    private static long mark(int position, int dealt) {
        return (long) dealt << 32 | position + 1;
    }

    private static int position(long mark) {
        return (int) mark - 1;
    }

    private static int dealt(long mark) {
        return (int) (mark >>> 32);
    }
}

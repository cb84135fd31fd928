package org.netchestra.policies.rotation;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Weighted round robin as LVS {@code wrr} does it: a walk over a grid of passes and servers.
 *
 * <p>With {@code step} the greatest common divisor of the weights and {@code top} = largest weight - step + 1, the passes
 * are top, top - step, ... down to 1, then top again. A pass goes once through the list and takes every usable server
 * whose weight is at least the pass. Weights 4, 3, 2 give AABABCABC: each server exactly its weight a cycle, because
 * the mark (pass, position) moves by compare-and-set. Thread-safe and lock-free.
 *
 * <p>Deviation in cost only: passes that no usable server can enter are skipped at once, so a pick looks at each server
 * at most twice.
 */
public final class WeightedRoundRobinPicker implements Picker {

    private static final long NOBODY = -1;

    private final @Nullable RealServer[] takers;
    private final int[] weights;
    private final int step;
    private final int top;
    private final AtomicLong mark;

    public WeightedRoundRobinPicker(ServerPool pool) {
        takers = Turn.takers(pool);
        weights = pool.members().stream().mapToInt(Turn::weight).toArray();
        step = Math.max(1, Arrays.stream(weights).reduce(0, WeightedRoundRobinPicker::divisor));
        top = Math.max(0, Arrays.stream(weights).max().orElse(0) - step + 1);
        mark = new AtomicLong(mark(top, Turn.HEAD));
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        while (top > 0) {
            long before = mark.get();
            long found = walk(before, request);
            if (mark.compareAndSet(before, found == NOBODY ? afterFailure(before) : found)) {
                return found == NOBODY ? null : takers[position(found)];
            }
        }
        return null;
    }

    /**
     * Any change of the pool starts again at the list's head, and keeps the pass as far as the new weights have it, also one
     * that gives a server the weight it had: the kernel's rule (ip_vs_wrr.c, {@code ip_vs_wrr_dest_changed}), which is called
     * for each edit of a server and does not compare.
     */
    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof WeightedRoundRobinPicker earlier) {
            mark.set(mark(alignedPass(pass(earlier.mark.get())), Turn.HEAD));
        }
    }

    private long walk(long from, PickRequest request) {
        int pass = pass(from);
        for (int index = position(from) + 1; index < weights.length; index++) {
            if (weights[index] >= pass && Turn.eligible(takers[index], request)) {
                return mark(pass, index);
            }
        }
        return walkOn(pass > step ? pass - step : top, request);
    }

    /** From the head in the given pass, or in the first pass below it that an eligible server can enter. */
    private long walkOn(int pass, PickRequest request) {
        int heaviest = Turn.HEAD;
        int weight = 0;
        for (int index = 0; index < weights.length; index++) {
            if (weights[index] > weight && Turn.eligible(takers[index], request)) {
                if (weights[index] >= pass) {
                    return mark(pass, index);
                }
                heaviest = index;
                weight = weights[index];
            }
        }
        return heaviest == Turn.HEAD ? NOBODY : mark(weight - step + 1, heaviest);
    }

    /** The kernel stays where it was only in the last pass, behind the head; otherwise it has gone round. */
    private long afterFailure(long before) {
        return pass(before) <= step && position(before) != Turn.HEAD ? before : mark(top, Turn.HEAD);
    }

    private int alignedPass(int pass) {
        if (pass > top || pass == 0) {
            return top;
        }
        return step > 1 ? pass / step * step + 1 : pass;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    private static long mark(int pass, int position) {
        return (long) pass << 32 | position + 1;
    }

    private static int pass(long mark) {
        return (int) (mark >>> 32);
    }

    private static int position(long mark) {
        return (int) mark - 1;
    }
}

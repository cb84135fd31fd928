package org.netchestra.policies.rotation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Round robin: the next usable server after the last used one, as LVS {@code rr}. Weights matter only as zero or not.
 *
 * <p>Servers A, B, C give ABCABC; without B, ACAC. While the same servers are usable, any two of them differ by at most
 * one exchange, whatever the number of threads. Thread-safe and lock-free.
 */
public final class RoundRobinPicker implements Picker {

    private static final VarHandle LAST = lastHandle();

    private final ServerPool pool;
    private final @Nullable RealServer[] takers;
    /** Written through {@link #LAST}: an object of its own would cost a load more, a tenth of the whole pick. */
    private volatile int last = Turn.HEAD;

    public RoundRobinPicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
        takers = Turn.takers(pool);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int before = last;
        int next = before + 1 < takers.length ? before + 1 : 0;
        if (next < takers.length) {
            RealServer taker = takers[next];
            if (Turn.eligible(taker, request) && LAST.compareAndSet(this, before, next)) {
                return taker;
            }
        }
        return search(request);
    }

    /** When it is not simply the next one's turn, or another thread was faster. */
    private @Nullable RealServer search(PickRequest request) {
        while (true) {
            int before = last;
            int next = Turn.after(before, takers, request);
            if (next == Turn.HEAD) {
                return null;
            }
            if (LAST.compareAndSet(this, before, next)) {
                return takers[next];
            }
        }
    }

    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof RoundRobinPicker earlier) {
            last = Turn.carriedOver(earlier.last, earlier.pool, pool);
        }
    }

    private static VarHandle lastHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(RoundRobinPicker.class, "last", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

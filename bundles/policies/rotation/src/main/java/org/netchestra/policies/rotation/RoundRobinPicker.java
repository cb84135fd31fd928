package org.netchestra.policies.rotation;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final ServerPool pool;
    private final @Nullable RealServer[] takers;
    private final AtomicInteger last = new AtomicInteger(Turn.HEAD);

    public RoundRobinPicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
        takers = Turn.takers(pool);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        while (true) {
            int before = last.get();
            int next = Turn.after(before, takers, request);
            if (next == Turn.HEAD) {
                return null;
            }
            if (last.compareAndSet(before, next)) {
                return takers[next];
            }
        }
    }

    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof RoundRobinPicker earlier) {
            last.set(Turn.carriedOver(earlier.last.get(), earlier.pool, pool));
        }
    }
}

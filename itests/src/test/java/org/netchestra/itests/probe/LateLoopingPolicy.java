package org.netchestra.itests.probe;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that behaves while it is tried out and on probation, and then loops in the first pick for a real request, for ever. */
public final class LateLoopingPolicy implements BalancingPolicy {

    private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(13);

    private final long madeNanos = System.nanoTime();
    private volatile long turns;
    private volatile boolean looped;
    private volatile long firstPickNanos;

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        boolean real =
                pool.size() > 0 && pool.member(0).server().address().host().equals("127.0.0.1");
        return request -> {
            if (real && !looped) {
                long age = System.nanoTime() - madeNanos;
                firstPickNanos = firstPickNanos == 0 ? age : firstPickNanos;
                if (age - firstPickNanos > GOOD_FOR_NANOS) {
                    looped = true;
                    while (turns >= 0) {
                        turns = turns == Long.MAX_VALUE ? 0 : turns + 1;
                    }
                }
            }
            return firstUsable(pool, request::excludes);
        };
    }

    private static RealServer firstUsable(ServerPool pool, Predicate<RealServer> excluded) {
        for (PoolMember member : pool.members()) {
            if (member.usable() && !excluded.test(member.server())) {
                return member.server();
            }
        }
        return null;
    }
}

package org.netchestra.itests.probe;

import java.util.concurrent.locks.LockSupport;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** A policy that picks as it should, and starts a thread for each picker. */
public final class ThreadedPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        Thread thread = new Thread(ThreadedPolicy::doNothing, "busy-for-nothing");
        thread.setDaemon(true);
        thread.start();
        return request -> {
            for (int index = 0; index < pool.size(); index++) {
                PoolMember member = pool.member(index);
                if (member.usable() && !request.excludes(member.server())) {
                    return member.server();
                }
            }
            return null;
        };
    }

    private static void doNothing() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000_000);
        }
    }
}

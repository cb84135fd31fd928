package org.netchestra.dispatcher.netty;

import java.util.concurrent.atomic.AtomicInteger;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.core.control.NamedPolicy;

/** Plain rotation under the name {@code rr}, for tests that need any policy. */
final class TestRotation implements BalancingPolicy {

    static final NamedPolicy POLICY = new NamedPolicy("rr", new TestRotation(), "test", 0);

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        AtomicInteger next = new AtomicInteger();
        return request -> {
            int start = next.getAndIncrement();
            for (int i = 0; i < pool.size(); i++) {
                PoolMember member = pool.member(Math.floorMod(start + i, pool.size()));
                if (member.usable() && !request.excludes(member.server())) {
                    return member.server();
                }
            }
            return null;
        };
    }
}

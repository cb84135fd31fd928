package org.netchestra.core.control;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.core.config.PolicySpec;

/**
 * Plain rotation over the usable members: what takes over when a policy is gone or fails, so that traffic never depends on
 * a plug-in. Thread-safe.
 */
final class BuiltInRotation implements BalancingPolicy {

    static final NamedPolicy POLICY = new NamedPolicy("built-in", new BuiltInRotation(), "org.netchestra.core", 0);

    static final PolicyUse USE = new PolicyUse(POLICY, new PolicySpec("built-in", Map.of()));

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new RotationPicker(pool);
    }

    private static final class RotationPicker implements Picker {

        private final ServerPool pool;
        private final AtomicInteger next = new AtomicInteger();

        RotationPicker(ServerPool pool) {
            this.pool = pool;
        }

        @Override
        public @Nullable RealServer pick(PickRequest request) {
            int size = pool.size();
            for (int i = 0; i < size; i++) {
                PoolMember member = pool.member(Math.floorMod(next.getAndIncrement(), size));
                if (member.usable() && !request.excludes(member.server())) {
                    return member.server();
                }
            }
            return null;
        }
    }
}

package org.netchestra.policies.connections;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * The first usable server in configuration order: fills one server up to its limit before the next gets work, so that
 * the last ones can be switched off. Servers need a limit of concurrent exchanges for it to make sense.
 */
public final class FirstPicker implements Picker {

    private final ServerPool pool;

    public FirstPicker(ServerPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        for (int index = 0; index < pool.size(); index++) {
            PoolMember member = pool.member(index);
            if (LeastPicker.eligible(member, request)) {
                return member.server();
            }
        }
        return null;
    }
}

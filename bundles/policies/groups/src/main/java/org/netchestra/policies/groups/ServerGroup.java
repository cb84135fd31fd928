package org.netchestra.policies.groups;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/** Some members of a pool, and who picks among them. As thread-safe as that picker. */
final class ServerGroup {

    private final ServerPool pool;
    private final Picker picker;

    /** @param part members of {@code whole} */
    ServerGroup(ServerPool whole, List<PoolMember> part, GroupPolicy inner) {
        pool = ServerPool.of(part, whole.generation(), whole.weightScale());
        picker = inner.newPicker(pool);
    }

    @Nullable
    RealServer pick(PickRequest request) {
        return picker.pick(request);
    }

    Picker picker() {
        return picker;
    }

    List<PoolMember> members() {
        return pool.members();
    }

    /** The part of its capacity that is there: the weights of the servers that are up by the weights of all; 0..1. */
    double available() {
        long all = 0;
        long up = 0;
        for (PoolMember member : pool.members()) {
            all += member.placementWeight();
            up += member.up() && member.weight() > 0 ? member.placementWeight() : 0;
        }
        return all == 0 ? 0 : (double) up / all;
    }
}

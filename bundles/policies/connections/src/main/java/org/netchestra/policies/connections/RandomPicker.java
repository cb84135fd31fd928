package org.netchestra.policies.connections;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/** Any usable server, with a chance in proportion to its weight. Thread-safe. */
public final class RandomPicker implements Picker {

    private final ServerPool pool;
    private final WeightedDraw draw;

    public RandomPicker(ServerPool pool, Dice dice) {
        this.pool = pool;
        draw = new WeightedDraw(pool, dice);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int index = draw.draw(request, WeightedDraw.NOBODY);
        return index == WeightedDraw.NOBODY ? null : pool.member(index).server();
    }
}

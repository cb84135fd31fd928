package org.netchestra.policies.connections;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * The power of random choices (Mitzenmacher 1996): draws some servers by weight and takes the one with the fewest
 * exchanges in flight / weight; the first drawn of equals. Two draws are distinct; further ones differ from the best so
 * far. Thread-safe.
 */
public final class ChoicesPicker implements Picker {

    private final ServerPool pool;
    private final WeightedDraw draw;
    private final int choices;

    /** @param choices how many servers are drawn, at least 1 */
    public ChoicesPicker(ServerPool pool, Dice dice, int choices) {
        this.pool = pool;
        this.draw = new WeightedDraw(pool, dice);
        this.choices = choices;
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int best = draw.draw(request, WeightedDraw.NOBODY);
        if (best == WeightedDraw.NOBODY) {
            return null;
        }
        for (int drawn = 1; drawn < choices; drawn++) {
            int other = draw.draw(request, best);
            if (other == WeightedDraw.NOBODY) {
                break;
            }
            best = lessLoaded(other, best) ? other : best;
        }
        return pool.member(best).server();
    }

    @Override
    public double score(PoolMember member, PickRequest request) {
        return (double) member.server().inFlight() / member.weight();
    }

    private boolean lessLoaded(int other, int best) {
        PoolMember a = pool.member(other);
        PoolMember b = pool.member(best);
        return (long) a.server().inFlight() * b.weight() < (long) b.server().inFlight() * a.weight();
    }
}

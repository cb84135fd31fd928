package org.netchestra.policies.rotation;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/** Whose turn it is: what all rotations share. */
final class Turn {

    /** The position before the first member: where every rotation starts. */
    static final int HEAD = -1;

    private Turn() {}

    /** The servers at their positions in the pool; null where a member is down or has no weight, and so never its turn. */
    static @Nullable RealServer[] takers(ServerPool pool) {
        @Nullable RealServer[] takers = new RealServer[pool.size()];
        for (int index = 0; index < takers.length; index++) {
            PoolMember member = pool.member(index);
            takers[index] = weight(member) > 0 ? member.server() : null;
        }
        return takers;
    }

    /** What {@link PoolMember#usable} leaves open until the pick, and the request's own exclusions. */
    static boolean eligible(@Nullable RealServer taker, PickRequest request) {
        return taker != null && !taker.saturated() && !request.excludes(taker);
    }

    /** The first eligible taker after a position, going round once and ending at that position; or {@link #HEAD}. */
    static int after(int position, @Nullable RealServer[] takers, PickRequest request) {
        int index = position;
        for (int left = takers.length; left > 0; left--) {
            if (++index >= takers.length) {
                index = 0;
            }
            if (eligible(takers[index], request)) {
                return index;
            }
        }
        return HEAD;
    }

    /** What gets new work: the weight, or 0 for a member that is down. */
    static int weight(PoolMember member) {
        return member.up() ? member.weight() : 0;
    }

    /**
     * Where a position of one pool is in the next one. A member that has left falls back to its predecessor, as when the
     * kernel unlinks the destination that its pointer is at; with no predecessor left, to {@link #HEAD}.
     */
    static int carriedOver(int position, ServerPool from, ServerPool to) {
        for (int index = position; index >= 0; index--) {
            int found = indexOf(from.member(index).server(), to);
            if (found != HEAD) {
                return found;
            }
        }
        return HEAD;
    }

    private static int indexOf(RealServer server, ServerPool pool) {
        for (int index = 0; index < pool.size(); index++) {
            if (pool.member(index).server() == server) {
                return index;
            }
        }
        return HEAD;
    }
}

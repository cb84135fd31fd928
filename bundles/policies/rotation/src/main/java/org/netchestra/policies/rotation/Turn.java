package org.netchestra.policies.rotation;

import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/** Whose turn it is: what all rotations share. */
final class Turn {

    /** The position before the first member: where every rotation starts. */
    static final int HEAD = -1;

    private Turn() {}

    static boolean eligible(PoolMember member, PickRequest request) {
        return member.usable() && !request.excludes(member.server());
    }

    /** The first eligible member after a position, going round once and ending at that position; or {@link #HEAD}. */
    static int after(int position, ServerPool pool, PickRequest request) {
        int index = position;
        for (int left = pool.size(); left > 0; left--) {
            if (++index >= pool.size()) {
                index = 0;
            }
            if (eligible(pool.member(index), request)) {
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

package org.netchestra.api.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a virtual server at one instant, in configuration order. Immutable and thread-safe.
 *
 * <p>Order matters: policies break ties in favour of the earlier member.
 */
public final class ServerPool {

    private static final ServerPool EMPTY = new ServerPool(List.of(), 0, 1);

    private final PoolMember[] members;
    private final List<PoolMember> view;
    private final long generation;
    private final int weightScale;

    private ServerPool(List<PoolMember> members, long generation, int weightScale) {
        this.view = List.copyOf(members);
        this.members = view.toArray(new PoolMember[0]);
        this.generation = generation;
        this.weightScale = weightScale;
    }

    /** A pool with no member. */
    public static ServerPool empty() {
        return EMPTY;
    }

    /** A pool whose weights are the configured ones. */
    public static ServerPool of(List<PoolMember> members) {
        return new ServerPool(members, 0, 1);
    }

    /**
     * A pool as the control plane publishes it.
     *
     * @param generation grows with every snapshot of the same virtual server
     * @param weightScale how many units of {@link PoolMember#weight()} make one configured unit: more than 1 while a
     *     server's weight is ramped up in fractions of a unit
     */
    public static ServerPool of(List<PoolMember> members, long generation, int weightScale) {
        if (weightScale < 1) {
            throw new IllegalArgumentException("weightScale: " + weightScale + " (expected: >= 1)");
        }
        return new ServerPool(members, generation, weightScale);
    }

    public int size() {
        return members.length;
    }

    /** The member at a position of the configuration order; for loops that must not allocate an iterator. */
    public PoolMember member(int index) {
        return members[index];
    }

    public List<PoolMember> members() {
        return view;
    }

    public long generation() {
        return generation;
    }

    public int weightScale() {
        return weightScale;
    }

    /** The member that stands for this server, or null when it is not in this pool. Linear in the pool's size. */
    public @Nullable PoolMember memberOf(RealServer server) {
        for (PoolMember member : members) {
            if (member.server() == server) {
                return member;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "ServerPool[generation=" + generation + ", members=" + view + "]";
    }
}

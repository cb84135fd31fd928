package org.netchestra.policies.hashing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Hashing with round robin, {@code HT_RR} (Kwak and Chung 2006): a key's slot, {@code H64(key) mod size}, is assigned to
 * the next server in turn when it is used first, and then stays there. The hash decides who meets, the turn decides
 * where, so the number of keys is as even as it can be.
 *
 * <p>A slot whose server left, is down or drains is assigned anew when it is used next, and stays where it then is. A
 * server that is full or excluded for one request is passed over without losing the slot. Weights matter only as zero or
 * not.
 *
 * <p>With one table for all event loops each key has one server. With a table for each (the paper's form: every balancer
 * had its own) a key that is hot for all of them is served from several servers, at the price of as many copies. A table of
 * 65536 slots takes 256 KiB. The tables outlive pools and pickers. Thread-safe and lock-free.
 */
public final class AssignmentPicker implements Picker {

    /** Slots of a table by default. */
    public static final int SLOTS = 1 << 16;

    private final ServerPool pool;
    private final KeyHash keys;

    /** Both change only in {@link #adopt}, before the first pick. */
    private AssignmentTables tables;

    private ServerIds ids;

    /**
     * @param slots keys that are told apart, at least 1
     * @param local whether each thread has its own table
     */
    public AssignmentPicker(ServerPool pool, KeyHash keys, int slots, boolean local) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.keys = Objects.requireNonNull(keys, "keys");
        tables = local ? AssignmentTables.local(slots) : AssignmentTables.shared(slots);
        ids = ServerIds.of(pool);
    }

    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof AssignmentPicker earlier
                && earlier.tables.size() == tables.size()
                && earlier.tables.local() == tables.local()) {
            tables = earlier.tables;
            ids = earlier.ids.next(pool);
        }
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        AssignmentTable table = tables.ofThisThread().get();
        int slot = table.slotOf(keys.of(request));
        while (true) {
            int assigned = table.serverOf(slot);
            int position = ids.positionOf(assigned);
            if (position != ServerIds.NOWHERE && live(pool.member(position))) {
                PoolMember member = pool.member(position);
                return Eligibility.of(member, request) ? member.server() : serverAt(nextAfter(position, request));
            }
            int next = takeTurn(table, request);
            if (next == ServerIds.NOWHERE) {
                return null;
            }
            if (table.assign(slot, assigned, ids.idAt(next))) {
                return pool.member(next).server();
            }
        }
    }

    /** The position of the eligible member whose turn it is, or nowhere. */
    private int takeTurn(AssignmentTable table, PickRequest request) {
        while (true) {
            int last = table.lastTurn();
            int next = nextAfter(ids.positionOf(last), request);
            if (next == ServerIds.NOWHERE || table.turn(last, ids.idAt(next))) {
                return next;
            }
        }
    }

    private int nextAfter(int position, PickRequest request) {
        for (int step = 1; step <= pool.size(); step++) {
            int next = (position + step) % pool.size();
            if (Eligibility.of(pool.member(next), request)) {
                return next;
            }
        }
        return ServerIds.NOWHERE;
    }

    private @Nullable RealServer serverAt(int position) {
        return position == ServerIds.NOWHERE ? null : pool.member(position).server();
    }

    private static boolean live(PoolMember member) {
        return member.up() && member.weight() > 0;
    }
}

package org.netchestra.policies.locality;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.RequestKey;

/**
 * What the locality policies share: the key, the table, and a detour that leaves the table alone.
 *
 * <p>A request without the key is given to the least loaded member and not remembered. A picker takes over the table of
 * its predecessor, whichever of these policies that is, when both have the same key source and table size; the two then
 * write to it together until the predecessor's last exchange has ended. Thread-safe and lock-free.
 */
abstract class LocalityPicker implements Picker {

    /** Holds an API object only, so that threads keep nothing of a policy bundle that has gone. */
    private static final ThreadLocal<RequestKey> KEYS = ThreadLocal.withInitial(RequestKey::new);

    private final Members members;
    private final KeySource keySource;
    private final long expiryNanos;
    private AssignmentTable table;

    LocalityPicker(ServerPool pool, KeySource keySource, int tableSize, long expiryNanos) {
        this.members = new Members(pool);
        this.keySource = keySource;
        this.expiryNanos = expiryNanos;
        this.table = new AssignmentTable(tableSize);
    }

    /** The server for a key's request; remembers in the entry what is to be remembered. */
    @Nullable
    abstract RealServer assign(AssignmentTable.Entry entry, PickRequest request);

    /** The server for a request without a key, or for one that its key's server cannot take now. */
    @Nullable
    abstract PoolMember leastLoaded(PickRequest request);

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        RequestKey key = KEYS.get();
        if (!request.readKey(keySource, key)) {
            return serverOf(leastLoaded(request));
        }
        long hash = KeyHash.of(key);
        key.clear();
        return assign(table.entry(hash, request.nowNanos(), expiryNanos), request);
    }

    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof LocalityPicker earlier
                && earlier.keySource.equals(keySource)
                && earlier.table.capacity() == table.capacity()) {
            table = earlier.table;
        }
    }

    /** The servers that a request's key is assigned to, in the policy's order; for explanations. */
    public final List<RealServer> assigned(PickRequest request) {
        RequestKey key = new RequestKey();
        if (!request.readKey(keySource, key)) {
            return List.of();
        }
        Assignment assignment = table.peek(KeyHash.of(key));
        return assignment == null ? List.of() : assignment.servers();
    }

    final Members members() {
        return members;
    }

    final AssignmentTable table() {
        return table;
    }

    /** Keeps to one server as long as {@code keeps} says so: what lblc and LARD have in common. */
    final @Nullable RealServer keepOrMove(AssignmentTable.Entry entry, PickRequest request) {
        Assignment assignment = entry.assignment();
        PoolMember known = assignment == null ? null : members.of(assignment.server(0));
        if (known != null && Members.alive(known) && !overloaded(known)) {
            // A detour of one request, because the server is full or has failed this one, moves no key.
            return Members.eligible(known, request) ? known.server() : serverOf(leastLoaded(request));
        }
        RealServer server = serverOf(leastLoaded(request));
        if (server != null) {
            entry.replace(assignment, Assignment.of(server, request.nowNanos()));
        }
        return server;
    }

    /** Whether a member has so much to do, and another so little, that a key should move or spread. */
    abstract boolean overloaded(PoolMember member);

    static @Nullable RealServer serverOf(@Nullable PoolMember member) {
        return member == null ? null : member.server();
    }
}

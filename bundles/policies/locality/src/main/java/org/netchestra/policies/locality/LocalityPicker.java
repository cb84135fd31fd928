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
    private final Loads loads;
    private final KeySource keySource;
    private final long expiryNanos;
    private AssignmentTable table;

    LocalityPicker(ServerPool pool, Loads loads, KeySource keySource, int tableSize, long expiryNanos) {
        this.members = new Members(pool);
        this.loads = loads;
        this.keySource = keySource;
        this.expiryNanos = expiryNanos;
        this.table = new AssignmentTable(tableSize);
    }

    /** The server for a key's request; remembers in the entry what is to be remembered. */
    @Nullable
    abstract RealServer assign(AssignmentTable.Entry entry, PickRequest request);

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        if (!loads.admits()) {
            return null;
        }
        RequestKey key = KEYS.get();
        if (!request.readKey(keySource, key)) {
            return leastLoaded(request);
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

    @Override
    public double score(PoolMember member, PickRequest request) {
        return loads.of(member);
    }

    final Members members() {
        return members;
    }

    final Loads loads() {
        return loads;
    }

    final AssignmentTable table() {
        return table;
    }

    /** Keeps a key to one server as long as that is alive and not overloaded: what lblc and LARD have in common. */
    final @Nullable RealServer keepOrMove(AssignmentTable.Entry entry, PickRequest request) {
        Assignment assignment = entry.assignment();
        PoolMember known = assignment == null ? null : members.of(assignment.server(0));
        if (known != null && Members.alive(known) && !loads.overloaded(known)) {
            // A detour of one request, because the server is full or has failed this one, moves no key.
            return Members.eligible(known, request) ? known.server() : leastLoaded(request);
        }
        return assignFirst(entry, assignment, request);
    }

    /** Assigns the key to the least loaded server, whatever it was assigned to before. */
    final @Nullable RealServer assignFirst(
            AssignmentTable.Entry entry, @Nullable Assignment before, PickRequest request) {
        RealServer server = leastLoaded(request);
        if (server != null) {
            entry.replace(before, Assignment.of(server, request.nowNanos()));
        }
        return server;
    }

    /** The least loaded server of the pool, or null. */
    final @Nullable RealServer leastLoaded(PickRequest request) {
        return serverOf(loads.least(request));
    }

    static @Nullable RealServer serverOf(@Nullable PoolMember member) {
        return member == null ? null : member.server();
    }
}

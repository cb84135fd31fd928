package org.netchestra.policies.hashing;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.hash.AnchorTable;

/**
 * AnchorHash over the members with a placement weight, which all count alike: consistent without a ring, in a few steps.
 *
 * <p>Which bucket a server has depends on the order of joins and leaves, so a picker takes over its predecessor's
 * buckets: servers that left give theirs up, newcomers get the ones given up last. A picker without predecessor deals
 * buckets in configuration order; two dispatchers agree when they see the same changes. Thread-safe.
 */
public final class AnchorPicker implements Picker {

    /** The capacity that leaves room for as many members again. */
    public static final int ROOM_TO_GROW = 0;

    private static final int NOBODY = -1;

    private final ServerPool pool;
    private final KeyHash keys;
    private final int wantedCapacity;

    /** This and the next two change only in {@link #adopt}, before the first pick. */
    private AnchorTable table;

    private @Nullable RealServer[] serverOf;
    private @Nullable RehashPicker picker;

    /**
     * @param capacity the most members this pool may grow to without moving keys, or {@link #ROOM_TO_GROW}; more members
     *     make it start anew
     */
    public AnchorPicker(ServerPool pool, KeyHash keys, int capacity) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.keys = Objects.requireNonNull(keys, "keys");
        wantedCapacity = capacity;
        int[] placed = JumpPicker.placed(pool);
        int size = Math.max(capacity == ROOM_TO_GROW ? roomFor(placed.length) : capacity, placed.length);
        table = AnchorTable.of(size, placed.length);
        serverOf = new RealServer[size];
        for (int bucket = 0; bucket < placed.length; bucket++) {
            serverOf[bucket] = pool.member(placed[bucket]).server();
        }
        picker = picker();
    }

    /** The power of two from twice the number of members on. */
    private static int roomFor(int members) {
        return Integer.highestOneBit(Math.max(1, 2 * members - 1)) << 1;
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        return picker == null ? null : picker.pick(request);
    }

    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof AnchorPicker earlier && fits(earlier)) {
            AnchorTable taken = earlier.table.copy();
            @Nullable RealServer[] takenServers = earlier.serverOf.clone();
            Set<RealServer> mine = servers(serverOf);
            Set<RealServer> theirs = servers(takenServers);
            leave(taken, takenServers, mine);
            for (int index : JumpPicker.placed(pool)) {
                RealServer server = pool.member(index).server();
                if (!theirs.contains(server)) {
                    takenServers[taken.add()] = server;
                }
            }
            table = taken;
            serverOf = takenServers;
            picker = picker();
        }
    }

    private boolean fits(AnchorPicker earlier) {
        return earlier.table.working() > 0
                && table.working() > 0
                && table.working() <= earlier.table.capacity()
                && wantedCapacity == earlier.wantedCapacity
                && survivors(earlier) > 0;
    }

    /** The last working bucket cannot stop, so without a common server nothing can be taken over. */
    private long survivors(AnchorPicker earlier) {
        Set<RealServer> mine = servers(serverOf);
        return Arrays.stream(earlier.serverOf)
                .filter(server -> server != null && mine.contains(server))
                .count();
    }

    private static void leave(AnchorTable table, @Nullable RealServer[] servers, Set<RealServer> staying) {
        for (int bucket = 0; bucket < servers.length; bucket++) {
            RealServer server = servers[bucket];
            if (server != null && !staying.contains(server)) {
                table.remove(bucket);
                servers[bucket] = null;
            }
        }
    }

    private @Nullable RehashPicker picker() {
        if (table.working() == 0) {
            return null;
        }
        int[] positions = new int[serverOf.length];
        IdentityHashMap<RealServer, Integer> positionOf = new IdentityHashMap<>();
        for (int index = 0; index < pool.size(); index++) {
            positionOf.put(pool.member(index).server(), index);
        }
        for (int bucket = 0; bucket < positions.length; bucket++) {
            RealServer server = serverOf[bucket];
            positions[bucket] = server == null ? NOBODY : positionOf.getOrDefault(server, NOBODY);
        }
        AnchorTable buckets = table;
        return new RehashPicker(pool, hash -> positions[buckets.bucket(hash)], keys);
    }

    private static Set<RealServer> servers(@Nullable RealServer[] servers) {
        Set<RealServer> set = Collections.newSetFromMap(new IdentityHashMap<>());
        for (RealServer server : servers) {
            if (server != null) {
                set.add(server);
            }
        }
        return set;
    }
}

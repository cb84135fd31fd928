package org.netchestra.policies.hashing;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;

/**
 * Numbers that servers keep from pool to pool, so that a table of servers need not be rewritten when the pool changes. A
 * server that left and comes back gets a new number. Immutable.
 */
final class ServerIds {

    /** Not in this pool. */
    static final int NOWHERE = -1;

    private final int[] idOfPosition;
    private final int[] positionOfId;
    private final IdentityHashMap<RealServer, Integer> idOfServer = new IdentityHashMap<>();

    private ServerIds(ServerPool pool, IdentityHashMap<RealServer, Integer> known, int firstFree) {
        idOfPosition = new int[pool.size()];
        int free = firstFree;
        for (int position = 0; position < idOfPosition.length; position++) {
            RealServer server = pool.member(position).server();
            Integer id = known.get(server);
            idOfPosition[position] = id == null ? free++ : id;
            idOfServer.put(server, idOfPosition[position]);
        }
        positionOfId = new int[free];
        Arrays.fill(positionOfId, NOWHERE);
        for (int position = 0; position < idOfPosition.length; position++) {
            positionOfId[idOfPosition[position]] = position;
        }
    }

    static ServerIds of(ServerPool pool) {
        return new ServerIds(pool, new IdentityHashMap<>(), 0);
    }

    ServerIds next(ServerPool pool) {
        return new ServerIds(pool, idOfServer, positionOfId.length);
    }

    int idAt(int position) {
        return idOfPosition[position];
    }

    /** Where a server stands in the pool, or {@link #NOWHERE}; also for numbers that a later pool gave. */
    int positionOf(int id) {
        return id >= 0 && id < positionOfId.length ? positionOfId[id] : NOWHERE;
    }
}

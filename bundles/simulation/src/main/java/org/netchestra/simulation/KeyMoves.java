package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.simulation.RunResult.Remapping;

/** Where keys are answered, and how many of them a change of the pool moves. Not thread-safe. */
final class KeyMoves {

    private record Place(RealServer server, int change) {}

    private final Map<TraceKey, Place> places = new HashMap<>();
    private final List<ClusterChange> changes = new ArrayList<>();
    private final List<long[]> counts = new ArrayList<>();

    void changed(ClusterChange change) {
        changes.add(change);
        counts.add(new long[2]);
    }

    void picked(TraceKey key, RealServer server) {
        @Nullable Place before = places.put(key, new Place(server, changes.size()));
        if (before != null && before.change() < changes.size()) {
            long[] count = counts.get(changes.size() - 1);
            count[0]++;
            count[1] += before.server() == server ? 0 : 1;
        }
    }

    List<Remapping> results() {
        List<Remapping> results = new ArrayList<>();
        for (int index = 0; index < changes.size(); index++) {
            results.add(new Remapping(changes.get(index), counts.get(index)[0], counts.get(index)[1]));
        }
        return results;
    }
}

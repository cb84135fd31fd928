package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.Picker;
import org.netchestra.simulation.Node.Job;
import org.netchestra.simulation.RunResult.Remapping;
import org.netchestra.simulation.RunResult.Window;

/**
 * One policy over one trace: requests arrive, are given to the server that the policy picks, wait there and are answered.
 * The servers' counters are the product's own, so policies see what they would see. Single use; not thread-safe.
 */
public final class TraceRun {

    private static final int WINDOWS = 60;

    private record End(long atNanos, long order, Node node, Job job) {}

    private final String name;
    private final PolicyChoice policy;
    private final ServiceModel service;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final IdentityHashMap<RealServer, Node> nodeOf = new IdentityHashMap<>();
    private final List<Node> members = new ArrayList<>();
    private final PriorityQueue<End> ends =
            new PriorityQueue<>(Comparator.comparingLong(End::atNanos).thenComparingLong(End::order));
    private final SimulatedRequest request = new SimulatedRequest();
    private final KeyMoves moves = new KeyMoves();
    private Picker picker;
    private long order;
    private long refused;
    private long[] responses = {};

    /** @param absent names of the servers that are not in the pool at the start */
    public TraceRun(
            String name, PolicyChoice policy, List<ServerModel> servers, List<String> absent, ServiceModel service) {
        this.name = name;
        this.policy = policy;
        this.service = service;
        for (ServerModel server : servers) {
            Node node = new Node(server, nodes.size() + 1);
            nodes.put(server.name(), node);
            nodeOf.put(node.live(), node);
            if (!absent.contains(server.name())) {
                members.add(node);
            }
        }
        picker = policy.picker(pool());
    }

    /**
     * Runs the trace to its last reply.
     *
     * @param arrivals in the order of their times
     * @param changes in the order of their times
     */
    public RunResult run(List<Arrival> arrivals, List<ClusterChange> changes) {
        responses = new long[arrivals.size()];
        Arrays.fill(responses, -1);
        int nextChange = 0;
        for (int number = 0; number < arrivals.size(); number++) {
            Arrival arrival = arrivals.get(number);
            while (nextChange < changes.size() && changes.get(nextChange).atNanos() <= arrival.atNanos()) {
                ClusterChange change = changes.get(nextChange++);
                endUntil(change.atNanos());
                make(change);
            }
            endUntil(arrival.atNanos());
            give(arrival, number);
        }
        endUntil(Long.MAX_VALUE);
        return result(arrivals);
    }

    private void give(Arrival arrival, int number) {
        RealServer picked = picker.pick(request.of(arrival.key().bytes(), arrival.client(), arrival.atNanos()));
        if (picked == null) {
            refused++;
            return;
        }
        moves.picked(arrival.key(), picked);
        Node node = Objects.requireNonNull(nodeOf.get(picked), "picked");
        Job job = new Job(arrival, number);
        if (node.take(job)) {
            begin(node, job, arrival.atNanos());
        }
    }

    private void begin(Node node, Job job, long nowNanos) {
        ends.add(new End(nowNanos + node.begin(job, service), order++, node, job));
    }

    private void endUntil(long nanos) {
        while (!ends.isEmpty() && ends.element().atNanos() <= nanos) {
            End end = ends.remove();
            long response = end.atNanos() - end.job().arrival().atNanos();
            responses[end.job().number()] = response;
            Job next = end.node().end(response, end.atNanos());
            picker.onOutcome(new Reply(end.node().live(), response, end.atNanos()));
            if (next != null) {
                begin(end.node(), next, end.atNanos());
            }
        }
    }

    private void make(ClusterChange change) {
        Node node = nodes.get(change.server());
        if (node == null) {
            throw new IllegalArgumentException(
                    "server: " + change.server() + " (expected: one of " + nodes.keySet() + ")");
        }
        switch (change.kind()) {
            case SLOW -> node.slow(change.factor());
            case LEAVE -> members.remove(node);
            case JOIN -> {
                members.remove(node);
                members.add(node);
                members.sort(Comparator.comparingInt(
                        member -> List.copyOf(nodes.values()).indexOf(member)));
            }
        }
        if (change.kind() != ClusterChange.Kind.SLOW) {
            Picker next = policy.picker(pool());
            next.adopt(picker);
            picker = next;
            moves.changed(change);
        }
    }

    private ServerPool pool() {
        return ServerPool.of(members.stream()
                .map(node -> PoolMember.of(node.live(), node.model().weight()))
                .toList());
    }

    private RunResult result(List<Arrival> arrivals) {
        long duration =
                arrivals.isEmpty() ? 0 : arrivals.get(arrivals.size() - 1).atNanos();
        List<RunResult.ServerResult> servers =
                nodes.values().stream().map(node -> node.result(duration)).toList();
        return new RunResult(
                name,
                servers,
                refused,
                new ResponseTimes(responses),
                windows(arrivals, duration),
                moves.results(),
                hitRate(servers),
                deviation(servers));
    }

    private List<Window> windows(List<Arrival> arrivals, long duration) {
        long[] counts = new long[WINDOWS];
        double[] sums = new double[WINDOWS];
        for (int number = 0; number < responses.length; number++) {
            if (responses[number] >= 0) {
                int window = (int) Math.min(
                        WINDOWS - 1L, arrivals.get(number).atNanos() * (double) WINDOWS / Math.max(1, duration));
                counts[window]++;
                sums[window] += responses[number];
            }
        }
        List<Window> windows = new ArrayList<>();
        for (int window = 0; window < WINDOWS; window++) {
            windows.add(new Window(
                    duration / WINDOWS * window,
                    counts[window],
                    counts[window] == 0 ? 0 : sums[window] / counts[window]));
        }
        return windows;
    }

    private double hitRate(List<RunResult.ServerResult> servers) {
        if (nodes.values().stream().noneMatch(node -> node.model().cacheBytes() > 0)) {
            return Double.NaN;
        }
        double hits = servers.stream()
                .mapToDouble(server -> server.hitRate() * server.requests())
                .sum();
        return hits
                / Math.max(
                        1,
                        servers.stream()
                                .mapToLong(RunResult.ServerResult::requests)
                                .sum());
    }

    private double deviation(List<RunResult.ServerResult> servers) {
        double[] relative = servers.stream()
                .filter(server -> weight(server) > 0)
                .mapToDouble(server -> (double) server.requests() / weight(server))
                .toArray();
        double mean = Arrays.stream(relative).average().orElse(0);
        double variance = Arrays.stream(relative)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        return mean == 0 ? 0 : Math.sqrt(variance) / mean;
    }

    private int weight(RunResult.ServerResult server) {
        Node node = nodes.get(server.name());
        return node == null ? 0 : node.model().weight();
    }

    /** Where keys are answered, and how many a change of the pool moves. */
    private static final class KeyMoves {

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

    private record Reply(RealServer server, long totalNanos, long endedAtNanos) implements Outcome {

        @Override
        public boolean failed() {
            return false;
        }

        @Override
        public long firstByteNanos() {
            return totalNanos;
        }
    }
}

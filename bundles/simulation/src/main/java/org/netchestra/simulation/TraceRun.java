package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.Picker;
import org.netchestra.simulation.Node.Job;

/**
 * One policy over one trace: requests arrive, are given to the server that the policy picks, wait there and are answered.
 * The servers' counters are the product's own, so policies see what they would see. Single use; not thread-safe. Ends early
 * with a {@link CancellationException} when its thread is interrupted.
 */
public final class TraceRun {

    private static final int LOOK_UP_EVERY = 1 << 12;

    /** What happens at one moment happens in this order. */
    private enum What {
        END,
        CHANGE,
        PERIOD,
        ARRIVAL
    }

    /** @param number of the request or the change; of the node and its version for an end */
    private record Event(long atNanos, What what, long order, int number, long version) {}

    private final String name;
    private final PolicyChoice policy;
    private final ServiceModel service;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final IdentityHashMap<RealServer, Integer> numberOf = new IdentityHashMap<>();
    private final List<Node> members = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::atNanos).thenComparing(Event::what).thenComparingLong(Event::order));
    private final SimulatedRequest request = new SimulatedRequest();
    private final KeyMoves moves = new KeyMoves();
    private @Nullable SimulatedController controller;
    private long untilNanos = Long.MAX_VALUE;
    private List<Arrival> arrivals = List.of();
    private List<ClusterChange> changes = List.of();
    private Followers followers = new Followers(List.of());
    private Picker picker;
    private long order;
    private long refused;
    private int open;
    private long[] starts = {};
    private long[] responses = {};
    private int[] answeredBy = {};

    /** @param absent names of the servers that are not in the pool at the start */
    public TraceRun(
            String name, PolicyChoice policy, List<ServerModel> servers, List<String> absent, ServiceModel service) {
        this.name = name;
        this.policy = policy;
        this.service = service;
        for (ServerModel server : servers) {
            Node node = new Node(server, nodes.size() + 1);
            numbers.put(server.name(), nodes.size());
            numberOf.put(node.live(), nodes.size());
            nodes.add(node);
            if (!absent.contains(server.name())) {
                members.add(node);
            }
        }
        picker = policy.picker(pool());
    }

    /** Lets a controller move the weights. */
    public TraceRun controlledBy(SimulatedController newController) {
        controller = newController;
        return this;
    }

    /** Makes no request from this moment on. */
    public TraceRun until(long nanos) {
        untilNanos = nanos;
        return this;
    }

    /**
     * Runs the trace to its last reply.
     *
     * @param trace in the order of the times of those that follow no other
     * @param clusterChanges in the order of their times
     */
    public RunResult run(List<Arrival> trace, List<ClusterChange> clusterChanges) {
        begin(trace, clusterChanges);
        for (long count = 1; !events.isEmpty(); count++) {
            if (count % LOOK_UP_EVERY == 0 && Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the simulation of " + name + " was interrupted");
            }
            Event event = events.remove();
            switch (event.what()) {
                case END -> end(event);
                case CHANGE -> change(event);
                case PERIOD -> period(event.atNanos());
                case ARRIVAL -> arrive(event);
            }
        }
        return result();
    }

    private void begin(List<Arrival> trace, List<ClusterChange> clusterChanges) {
        arrivals = trace;
        changes = clusterChanges;
        followers = new Followers(trace);
        starts = new long[trace.size()];
        responses = new long[trace.size()];
        answeredBy = new int[trace.size()];
        Arrays.fill(responses, -1);
        Arrays.fill(answeredBy, -1);
        for (int number = 0; number < changes.size(); number++) {
            expect(changes.get(number).atNanos(), What.CHANGE, number, 0);
        }
        if (controller != null) {
            controller.start(nodes, members);
            expect(controller.periodNanos(), What.PERIOD, 0, 0);
        }
        expectIndependent(0);
    }

    private void expect(long atNanos, What what, int number, long version) {
        events.add(new Event(atNanos, what, order++, number, version));
    }

    /** The next request that waits for no other's reply. */
    private void expectIndependent(int from) {
        int number = from;
        while (number < arrivals.size() && arrivals.get(number).after() != Arrival.NONE) {
            number++;
        }
        if (number < arrivals.size()) {
            expectArrival(arrivals.get(number).atNanos(), number);
        }
    }

    private void expectArrival(long atNanos, int number) {
        if (atNanos < untilNanos) {
            expect(atNanos, What.ARRIVAL, number, 0);
        }
    }

    private void arrive(Event event) {
        int number = event.number();
        Arrival arrival = arrivals.get(number);
        if (arrival.after() == Arrival.NONE) {
            expectIndependent(number + 1);
        }
        starts[number] = event.atNanos();
        nodes.forEach(node -> node.closeUnusedConnections(event.atNanos()));
        RealServer picked = picker.pick(request.of(arrival.key().bytes(), arrival.client(), event.atNanos()));
        if (picked == null) {
            refused++;
            follow(number, event.atNanos());
            return;
        }
        moves.picked(arrival.key(), picked);
        int server = Objects.requireNonNull(numberOf.get(picked), "picked");
        answeredBy[number] = server;
        open++;
        nodes.get(server).take(arrival, number, service, event.atNanos());
        expectEnd(server);
    }

    private void expectEnd(int server) {
        Node node = nodes.get(server);
        long next = node.nextEndNanos();
        if (next != Station.NEVER) {
            expect(next, What.END, server, node.version());
        }
    }

    private void end(Event event) {
        Node node = nodes.get(event.number());
        if (node.version() != event.version()) {
            return;
        }
        Job job = node.end(event.atNanos());
        open--;
        long response = event.atNanos() - job.arrivedNanos();
        responses[job.number()] = response;
        picker.onOutcome(new Reply(node.live(), response, event.atNanos()));
        if (controller != null) {
            controller.answered(node.model().name(), response, event.atNanos());
        }
        expectEnd(event.number());
        follow(job.number(), event.atNanos());
    }

    private void follow(int number, long nowNanos) {
        int next = followers.of(number);
        if (next != Arrival.NONE) {
            expectArrival(nowNanos + arrivals.get(next).atNanos(), next);
        }
    }

    private void change(Event event) {
        ClusterChange change = changes.get(event.number());
        Integer number = numbers.get(change.server());
        if (number == null) {
            throw new IllegalArgumentException(
                    "server: " + change.server() + " (expected: one of " + numbers.keySet() + ")");
        }
        Node node = nodes.get(number);
        switch (change.kind()) {
            case SLOW -> {
                node.slow(change.factor(), event.atNanos());
                expectEnd(number);
            }
            case LEAVE -> members.remove(node);
            case JOIN -> {
                members.remove(node);
                members.add(node);
                members.sort(Comparator.comparingInt(nodes::indexOf));
            }
        }
        if (change.kind() != ClusterChange.Kind.SLOW) {
            swapPicker();
            moves.changed(change);
        }
    }

    private void period(long nowNanos) {
        SimulatedController ours = Objects.requireNonNull(controller, "controller");
        Map<String, Integer> weights = ours.tick(nodes, members, nowNanos);
        if (!weights.isEmpty()) {
            weights.forEach((server, weight) ->
                    nodes.get(Objects.requireNonNull(numbers.get(server))).weight(weight));
            swapPicker();
        }
        boolean goesOn = open > 0 || events.stream().anyMatch(event -> event.what() == What.ARRIVAL);
        if (goesOn) {
            expect(nowNanos + ours.periodNanos(), What.PERIOD, 0, 0);
        }
    }

    private void swapPicker() {
        Picker next = policy.picker(pool());
        next.adopt(picker);
        picker = next;
    }

    private ServerPool pool() {
        return ServerPool.of(members.stream()
                .map(node -> PoolMember.of(node.live(), node.weight()))
                .toList());
    }

    private RunResult result() {
        Answers answers = new Answers(List.copyOf(numbers.keySet()), starts, responses, answeredBy);
        long duration = answers.lastStartNanos();
        List<RunResult.ServerResult> servers =
                nodes.stream().map(node -> node.result(duration)).toList();
        return RunResult.of(name, nodes.stream().map(Node::model).toList(), servers, refused, answers, moves.results());
    }

    /** Which request waits for which reply. */
    private static final class Followers {

        private final int[] next;

        Followers(List<Arrival> arrivals) {
            next = new int[arrivals.size()];
            Arrays.fill(next, Arrival.NONE);
            for (int number = 0; number < next.length; number++) {
                int after = arrivals.get(number).after();
                if (after != Arrival.NONE) {
                    next[after] = number;
                }
            }
        }

        int of(int number) {
            return next[number];
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

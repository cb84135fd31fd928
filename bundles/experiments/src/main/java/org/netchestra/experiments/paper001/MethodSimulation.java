package org.netchestra.experiments.paper001;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Clients in closed loop and three servers under a {@link DispatchMethod}, event by event in virtual time. Stations serve in the
 * order of arrival; servers take turns. Not thread-safe; a run is repeatable.
 */
final class MethodSimulation {

    static final int SERVERS = 3;
    private static final int NONE = -1;
    private static final double SECOND = 1e9;

    private final DispatchMethod method;
    private final MethodCosts costs;
    private final int failed;
    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityQueue<Move> moves =
            new PriorityQueue<>(Comparator.comparingDouble(Move::nanos).thenComparingInt(Move::client));
    private final double[] serverFree = new double[SERVERS];
    private double dispatcherFree;
    private double rememberedUntil = NONE;
    private int turn;
    private int underWay;
    private long answered;
    private long lost;

    private enum Stage {
        ASK,
        ARRIVE,
        ANSWERED,
        LOST
    }

    private record Move(double nanos, int client, Stage stage) {}

    /**
     * Figures of a run.
     *
     * @param perSecond requests answered a second
     * @param lostPart the part of the requests that was lost
     */
    record Outcome(double perSecond, double lostPart) {}

    private MethodSimulation(DispatchMethod method, MethodCosts costs, int failed) {
        this.method = method;
        this.costs = costs;
        this.failed = failed;
    }

    /** Runs with all servers up. */
    static Outcome healthy(DispatchMethod method, MethodCosts costs, int clients, int seconds) {
        return new MethodSimulation(method, costs, NONE).run(clients, seconds);
    }

    /** Runs with one server down: the dispatcher knows, and a name server does not. */
    static Outcome withOneFailed(DispatchMethod method, MethodCosts costs, int clients, int seconds) {
        return new MethodSimulation(method, costs, SERVERS - 1).run(clients, seconds);
    }

    private Outcome run(int clients, int seconds) {
        for (int client = 0; client < clients; client++) {
            moves.add(new Move(random.nextDouble() * costs.pause().toNanos(), client, Stage.ASK));
        }
        for (Move move = moves.remove(); move.nanos() < seconds * SECOND; move = moves.remove()) {
            make(move);
        }
        return new Outcome((double) answered / seconds, (double) lost / (answered + lost));
    }

    private void make(Move move) {
        double now = move.nanos();
        switch (move.stage()) {
            case ASK -> moves.add(new Move(reached(now), move.client(), Stage.ARRIVE));
            case ARRIVE -> arrive(now, move.client());
            case ANSWERED -> {
                underWay--;
                answered++;
                pause(now, move.client());
            }
            case LOST -> {
                lost++;
                pause(now, move.client());
            }
        }
    }

    private void pause(double now, int client) {
        moves.add(new Move(now + costs.pause().toNanos(), client, Stage.ASK));
    }

    /** When a request that a client makes now is at the server, or at all of them. */
    private double reached(double now) {
        return switch (method) {
            case DISPATCHER -> {
                dispatcherFree = Math.max(dispatcherFree, now) + exponential(costs.dispatch());
                yield dispatcherFree;
            }
            case BROADCAST -> now;
            case ROUND_ROBIN_DNS -> {
                if (now < rememberedUntil) {
                    yield now;
                }
                double known = now + costs.lookup().toNanos();
                rememberedUntil = known + costs.remembered().toNanos();
                yield known;
            }
        };
    }

    private void arrive(double now, int client) {
        int server = next();
        if (server == failed && method == DispatchMethod.DISPATCHER) {
            server = next();
        }
        if (server == failed) {
            // The refusal takes no longer than the client's pause would.
            moves.add(new Move(now, client, Stage.LOST));
            return;
        }
        underWay++;
        if (method == DispatchMethod.BROADCAST) {
            double agreement = costs.agreement().toNanos() * (1 + costs.crowding() * (underWay - 1));
            Arrays.setAll(serverFree, each -> Math.max(serverFree[each], now) + agreement);
        }
        serverFree[server] = Math.max(serverFree[server], now) + exponential(costs.work());
        moves.add(new Move(serverFree[server], client, Stage.ANSWERED));
    }

    private int next() {
        int server = turn;
        turn = (turn + 1) % SERVERS;
        return server;
    }

    private double exponential(Duration mean) {
        return -mean.toNanos() * Math.log(1 - random.nextDouble());
    }
}

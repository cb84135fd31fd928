package org.netchestra.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A dispatcher, its servers, clients and a weight controller in virtual time: a discrete-event simulation. */
final class ControlledCluster {

    /** An answered request. */
    record Answer(double start, double seconds, int server) {}

    /** The weights after a period. */
    record Row(double time, int[] weights) {}

    private record Event(double time, long order, Runnable action) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> {
        int byTime = Double.compare(a.time, b.time);
        return byTime != 0 ? byTime : Long.compare(a.order, b.order);
    });
    private final SharingServer[] servers;
    private final long[] versions;
    private final Dealer dealer;
    private final @Nullable WeightController controller;
    private final List<List<Double>> period = new ArrayList<>();
    private final double[] lastSign;
    private final List<Answer> answers = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    final List<List<Reading>> recorded = new ArrayList<>();
    private double @Nullable [] loopWork;
    private double @Nullable [] probeWork;
    private int[] weights;
    private double now;
    private long order;

    ControlledCluster(Dealer dealer, @Nullable WeightController controller, double... speeds) {
        this.dealer = dealer;
        this.controller = controller;
        servers = Arrays.stream(speeds).mapToObj(SharingServer::new).toArray(SharingServer[]::new);
        versions = new long[speeds.length];
        lastSign = new double[speeds.length];
        weights = new int[speeds.length];
        Arrays.fill(weights, 33);
        IntStream.range(0, speeds.length).forEach(i -> period.add(new ArrayList<>()));
    }

    static Map<String, Integer> equal(int servers) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        IntStream.range(0, servers).forEach(i -> weights.put("n" + i, 1));
        return weights;
    }

    List<Answer> answers() {
        return answers;
    }

    List<Row> rows() {
        return rows;
    }

    void at(double time, Runnable action) {
        events.add(new Event(time, order++, action));
    }

    void speedAt(double time, int server, double speed) {
        at(time, () -> {
            servers[server].speed(now, speed);
            schedule(server);
        });
    }

    /** Clients that send their next request as soon as they have the answer; {@code work[i]} is what it costs server i. */
    void closedLoop(int clients, double[] work) {
        for (int i = 0; i < clients; i++) {
            at(0, () -> send(Double.NaN, work, true));
        }
    }

    /** Requests at random times, of random (exponential) work. */
    void openLoop(double perSecond, double meanWork, Random random) {
        at(now - Math.log(1 - random.nextDouble()) / perSecond, () -> {
            send(-Math.log(1 - random.nextDouble()) * meanWork, null, false);
            openLoop(perSecond, meanWork, random);
        });
    }

    /** The controller may probe: at the end of each period it knows what a request of this work would take. */
    void probed(double[] work) {
        probeWork = work;
    }

    private void send(double work, double @Nullable [] workByServer, boolean loop) {
        loopWork = loop ? workByServer : null;
        int server = dealer.next(weights, servers);
        double cost = workByServer == null ? work : workByServer[server];
        if (servers[server].inFlight() == 0) {
            lastSign[server] = now;
        }
        servers[server].add(now, new SharingServer.Request(now, cost, server));
        schedule(server);
    }

    private void schedule(int server) {
        long version = ++versions[server];
        double end = servers[server].nextEnd();
        if (!Double.isInfinite(end)) {
            at(end, () -> {
                if (versions[server] == version) {
                    answer(server);
                }
            });
        }
    }

    private void answer(int server) {
        SharingServer.Request request = servers[server].end(now);
        answers.add(new Answer(request.start(), now - request.start(), server));
        period.get(server).add(now - request.start());
        lastSign[server] = now;
        schedule(server);
        if (loopWork != null) {
            send(Double.NaN, loopWork, true);
        }
    }

    void run(double until) {
        double seconds = controller == null ? 1 : controller.settings().period().toNanos() / 1e9;
        at(seconds, () -> tick(seconds));
        while (!events.isEmpty() && events.peek().time <= until) {
            Event event = events.remove();
            now = event.time;
            event.action.run();
        }
    }

    private void tick(double seconds) {
        if (controller != null) {
            List<Reading> readings =
                    IntStream.range(0, servers.length).mapToObj(this::reading).toList();
            recorded.add(readings);
            controller.tick((long) (now * 1000), readings);
            weights = controller.weights().values().stream().mapToInt(w -> w).toArray();
        }
        rows.add(new Row(now, weights.clone()));
        period.forEach(List::clear);
        at(now + seconds, () -> tick(seconds));
    }

    private Reading reading(int i) {
        double[] times =
                period.get(i).stream().mapToDouble(t -> t * 1e9).sorted().toArray();
        double mean = Arrays.stream(times).average().orElse(0);
        double logs = Arrays.stream(times).map(Math::log).average().orElse(0);
        long p95 = times.length == 0 ? 0 : (long) times[(int) (0.95 * (times.length - 1))];
        long silent = servers[i].inFlight() == 0 ? 0 : (long) ((now - lastSign[i]) * 1e9);
        return new Reading(
                "n" + i,
                Reading.State.ACTIVE,
                times.length,
                (long) mean,
                times.length == 0 ? 0 : (long) Math.exp(logs),
                p95,
                servers[i].inFlight(),
                silent,
                probeNanos(i));
    }

    private long probeNanos(int i) {
        return probeWork == null ? 0 : (long) (servers[i].alone(probeWork[i]) * (servers[i].inFlight() + 1) * 1e9);
    }
}

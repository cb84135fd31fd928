package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Tables 4 and 5 by the real appliance: requests a second by number of clients, and with a server that is killed. */
final class ThroughputTrial {

    static final int MOST_CLIENTS = 7;
    static final int CLIENTS_AT_FAILURE = 6;
    private static final int SIZES = 300;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(4);

    private final LedgeredServers servers;
    private final MethodCosts costs;

    /**
     * A run with a server that is killed.
     *
     * @param sent requests
     * @param lost those that were not answered with 200
     * @param saidUnknown of these: those that were answered with 502
     * @param perSecond answered with 200 a second, from the server's death on
     * @param repeatedPosts POSTs that the servers' ledgers have more than once
     */
    record Failing(long sent, long lost, long saidUnknown, double perSecond, long repeatedPosts) {}

    ThroughputTrial(LedgeredServers servers, MethodCosts costs) {
        this.servers = servers;
        this.costs = costs;
    }

    /** Requests a second with so many clients. */
    double healthy(RealCluster.Service service, int clients) throws InterruptedException {
        try (Generator load = Generator.start(plan(service, clients, "GET"))) {
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            load.sinceLast();
            TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
            LoadFigures figures = load.sinceLast();
            if (figures.failed() > 0) {
                throw new IllegalStateException("requests failed while all servers were up: " + figures.samples());
            }
            return figures.succeeded() * 1e9 / figures.nanos();
        }
    }

    /**
     * Kills a server under load; it is there again when this returns.
     *
     * @param method of the requests
     */
    Failing failing(RealCluster.Service service, String method)
            throws IOException, TimeoutException, InterruptedException {
        String victim = "NODE1";
        LoadFigures down;
        LoadFigures all;
        String ids = service.name() + "-" + method + "-";
        try (Generator load =
                Generator.start(plan(service, CLIENTS_AT_FAILURE, method).requestIds(ids))) {
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            load.sinceLast();
            servers.kill(victim);
            TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
            down = load.sinceLast();
            load.stop();
            all = load.ended().join();
        }
        servers.replace(victim);
        return new Failing(
                all.ended(),
                all.failed(),
                all.byStatus().getOrDefault(502, 0L),
                down.succeeded() * 1e9 / down.nanos(),
                servers.ledgers().repeatedPosts(ids));
    }

    private LoadPlan plan(RealCluster.Service service, int clients, String method) {
        return LoadPlan.toPort(service.port())
                .connections(clients)
                .pause(costs.pause())
                .targets(targets(method));
    }

    /** Exponentially distributed work, by its quantiles in a shuffled order. */
    private List<Target> targets(String method) {
        double meanMicros = costs.work().toNanos() / 1e3;
        List<Long> micros = new ArrayList<>(IntStream.range(0, SIZES)
                .mapToObj(number -> Math.max(1, Math.round(-Math.log(1 - (number + 0.5) / SIZES) * meanMicros)))
                .toList());
        Collections.shuffle(micros, new Random(1));
        return micros.stream()
                .map(size ->
                        new Target(method, "/busy/" + size, 1, method.equals("POST") ? 100 : 0, 200, Target.ANY, false))
                .toList();
    }
}

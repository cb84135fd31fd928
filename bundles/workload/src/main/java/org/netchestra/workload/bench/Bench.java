package org.netchestra.workload.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.netchestra.workload.process.ProcessCost;

/** The side-by-side run: every peer under every scenario, in rounds whose order rotates. */
public final class Bench implements AutoCloseable {
    private static final String REFERENCE = "haproxy";

    private final String name = LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
    private final BenchOptions options;
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Results results = new Results();
    private final List<Peer> peers = new ArrayList<>();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    /** Runs it; {@link BenchOptions#USAGE} says what the words mean. */
    public static void main(String[] words) throws InterruptedException {
        if (List.of(words).contains("--help")) {
            System.out.println(BenchOptions.USAGE);
            return;
        }
        try {
            BenchOptions options = BenchOptions.parse(List.of(words));
            if (List.of(words).contains("--list")) {
                options.scenarios().forEach(s -> System.out.printf("%-14s %s%n", s.name(), s.title()));
                return;
            }
            System.exit(run(options));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(BenchOptions options) throws IOException, InterruptedException {
        try (Bench bench = new Bench(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "end of the bench"));
            bench.start();
            for (Scenario scenario : options.scenarios()) {
                bench.measure(scenario);
                System.out.println(Table.of(bench.results, scenario, bench.reference()));
                bench.write();
            }
            System.out.println("every result: " + bench.file(".csv") + "\nthe picture:  " + bench.file(".svg"));
            boolean clean =
                    bench.results.all().stream().allMatch(r -> r.measured().errors() == 0);
            return clean ? 0 : 1;
        }
    }

    private void start() throws IOException, InterruptedException {
        Ground ground = Ground.lay(options.home(), options.accessLog());
        own(ground::remove);
        Peers starter = new Peers(ground, options.distribution());
        own(starter.startServers()::close);
        for (String name : options.peers()) {
            Peer peer = starter.start(name);
            own(peer);
            peers.add(peer);
            System.out.printf("%-20s %s%n", peer.name(), peer.description());
        }
        System.out.printf(
                Locale.ROOT,
                "%d rounds of %d s, %d processors for everything, reference %s%s%n%n",
                options.rounds(),
                options.seconds(),
                Runtime.getRuntime().availableProcessors(),
                reference(),
                options.accessLog() ? ", with access logs" : "");
    }

    private synchronized void own(Closeable thing) {
        open.push(thing);
    }

    /** The peer that the others are compared with: HAProxy, or the first one in a run without it. */
    private String reference() {
        return options.peers().contains(REFERENCE) ? REFERENCE : options.peers().get(0);
    }

    private void measure(Scenario scenario) throws IOException, InterruptedException {
        LoadTool tool = tool(scenario);
        List<Peer> speaking =
                peers.stream().filter(peer -> peer.speaks(scenario.face())).toList();
        for (Peer peer : speaking) {
            if (options.warmUpSeconds() > 0) {
                tool.run(scenario, peer.port(scenario.face()), options.warmUpSeconds());
            }
        }
        for (int round = 1; round <= options.rounds(); round++) {
            List<Peer> order = new ArrayList<>(speaking);
            Collections.rotate(order, round - 1);
            for (Peer peer : order) {
                results.add(measure(scenario, tool, peer, round));
            }
        }
    }

    private Result measure(Scenario scenario, LoadTool tool, Peer peer, int round)
            throws IOException, InterruptedException {
        if (!peer.isProxy()) {
            Measurement measured = tool.run(scenario, peer.port(scenario.face()), options.seconds());
            return new Result(scenario, peer.name(), round, measured, new ProcessCost(0, 0));
        }
        ProcessCost.forgetPeaks(peer.pid());
        ProcessCost before = ProcessCost.of(peer.pid());
        Measurement measured = tool.run(scenario, peer.port(scenario.face()), options.seconds());
        ProcessCost cost = ProcessCost.of(peer.pid()).since(before);
        return new Result(scenario, peer.name(), round, measured, cost);
    }

    private LoadTool tool(Scenario scenario) {
        switch (scenario.tool()) {
            case "wrk" -> {
                return new Wrk(options.home().resolve("wrk/load.lua"));
            }
            case "h2load" -> {
                return new H2load();
            }
            case "generator" -> {
                return fixedRate(scenario);
            }
            default ->
                throw new IllegalArgumentException(
                        scenario.name() + ": tool = " + scenario.tool() + " (expected: wrk, h2load or generator)");
        }
    }

    private LoadTool fixedRate(Scenario scenario) {
        Peer against = peers.stream()
                .filter(peer -> peer.name().equals(reference()))
                .findFirst()
                .orElseThrow();
        FixedRate saturating = new FixedRate(0);
        int seconds = Math.max(3, options.warmUpSeconds());
        saturating.run(scenario, against.port(scenario.face()), seconds);
        double most =
                saturating.run(scenario, against.port(scenario.face()), seconds).requestsPerSecond();
        System.out.printf(
                Locale.ROOT,
                "%s: %s is saturated by %,.0f requests/s of this generator; the rate is %,.0f%n",
                scenario.name(),
                against.name(),
                most,
                most * scenario.load());
        return new FixedRate(most * scenario.load());
    }

    /** After each scenario anew, so that an interrupted run keeps what it has measured. */
    private void write() throws IOException {
        Files.createDirectories(options.home().resolve("results"));
        Files.writeString(file(".csv"), Table.csv(results), StandardCharsets.UTF_8);
        Files.writeString(file(".svg"), Plot.of(results, reference()), StandardCharsets.UTF_8);
    }

    private Path file(String ending) {
        return options.home().resolve("results").resolve(name + ending);
    }

    /** Ends everything that was started, last come first. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                System.err.println("bench: at the end: " + e.getMessage());
            }
        }
    }
}

package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.netchestra.experiments.paper001.ThroughputTrial.Failing;

/**
 * Paper 001's second half on the real appliance: transactions whose server is killed at the fourth of five steps, requests a second by
 * number of clients, and what a failing server costs with and without fail-safe. The other methods of tables 4 and 5 are simulated.
 */
public final class FailsafeExperiment implements Experiment {

    private static final double LEAST_RATE_LEFT = 0.6;
    private static final double MOST_RATE_LEFT = 0.8;
    private static final int SIMULATED_SECONDS = 200;

    /** Without fail-safe: one attempt, no waiting. */
    private static final List<String> UNSAFE = List.of("fail-safe", "off", "max-attempts", "1", "server-wait", "0s");

    private final Path distribution;
    private final Path output;
    private final MethodCosts costs = MethodCosts.FITTED;

    /**
     * @param distribution the unpacked appliance
     * @param output the directory for the text, the plot and the servers' ledgers
     */
    public FailsafeExperiment(Path distribution, Path output) {
        this.distribution = distribution;
        this.output = output;
    }

    /** Runs for two minutes, and the time of the appliance's start. */
    @Override
    public Result run() throws IOException, TimeoutException, InterruptedException {
        Files.createDirectories(output);
        Result result;
        try (RealCluster cluster = new RealCluster(distribution)) {
            LedgeredServers servers = new LedgeredServers(cluster, output);
            cluster.warmUp(servers.all());
            result = run(cluster, servers);
        }
        Files.writeString(output.resolve("001-failsafe.md"), result.text());
        return result;
    }

    private Result run(RealCluster cluster, LedgeredServers servers)
            throws IOException, TimeoutException, InterruptedException {
        ThroughputTrial throughput = new ThroughputTrial(servers, costs);
        RealCluster.Service strict = serve(cluster, servers, "strict", "fail-safe", "strict");
        List<Double> measured = new ArrayList<>();
        for (int clients = 1; clients <= ThroughputTrial.MOST_CLIENTS; clients++) {
            measured.add(throughput.healthy(strict, clients));
        }
        Map<String, Failing> failing = new LinkedHashMap<>();
        failing.put("strict, GET", throughput.failing(strict, "GET"));
        failing.put(
                "strict, POST",
                throughput.failing(serve(cluster, servers, "strict-post", "fail-safe", "strict"), "POST"));
        failing.put(
                "paper, POST",
                throughput.failing(serve(cluster, servers, "at-least-once", "fail-safe", "paper"), "POST"));
        failing.put("off, GET", throughput.failing(unsafe(cluster, servers, "off"), "GET"));
        TransactionTrial transactions = new TransactionTrial(cluster, servers);
        TransactionTrial.Outcome safe = transactions.run(
                serve(cluster, servers, "transactions", "fail-safe", "paper", "transaction", "cookie"));
        TransactionTrial.Outcome unsafe =
                transactions.run(unsafe(cluster, servers, "broken", "affinity", "cookie name=NODE"));
        ThroughputTable table = new ThroughputTable(costs, measured);
        Files.writeString(output.resolve("001-failsafe.svg"), table.plot().svg());
        return result(table, measured.get(ThroughputTrial.CLIENTS_AT_FAILURE - 1), failing, safe, unsafe);
    }

    private static RealCluster.Service unsafe(RealCluster cluster, LedgeredServers servers, String name, String... more)
            throws IOException {
        List<String> keys = new ArrayList<>(UNSAFE);
        keys.addAll(List.of(more));
        return serve(cluster, servers, name, keys.toArray(new String[0]));
    }

    /** Request ids of the clients are those that ledgers show. */
    private static RealCluster.Service serve(RealCluster cluster, LedgeredServers servers, String name, String... more)
            throws IOException {
        List<String> keys = new ArrayList<>(List.of(more));
        keys.addAll(List.of("trusted-proxies", "127.0.0.1/32"));
        return cluster.serve(name, "rr", servers.all(), keys.toArray(new String[0]));
    }

    private Result result(
            ThroughputTable table,
            double healthy,
            Map<String, Failing> failing,
            TransactionTrial.Outcome safe,
            TransactionTrial.Outcome unsafe) {
        List<FailsafeClaim> claims = new ArrayList<>(transactionClaims(safe, unsafe));
        claims.addAll(table.claims());
        claims.addAll(failureClaims(healthy, failing));
        StringBuilder text = new StringBuilder();
        text.append(transactionText(safe, unsafe)).append('\n');
        text.append(table.text()).append('\n');
        text.append(failingText(failing)).append('\n');
        text.append(FailsafeClaim.HEAD);
        claims.forEach(claim -> text.append(claim.row()));
        return new Result(text.toString(), claims.stream().allMatch(FailsafeClaim::holds));
    }

    private static String transactionText(TransactionTrial.Outcome safe, TransactionTrial.Outcome unsafe) {
        StringBuilder text =
                new StringBuilder("| transactions of five steps, a server killed | begun | complete | with a"
                        + " wrong result |\n|---|---|---|---|\n");
        text.append(String.format(
                Locale.ROOT,
                "| `fail-safe = paper`, `transaction = cookie` | %d | %d | %d |%n",
                safe.transactions(),
                safe.complete(),
                safe.wrong()));
        text.append(String.format(
                Locale.ROOT,
                "| `fail-safe = off` | %d | %d | %d |%n%n",
                unsafe.transactions(),
                unsafe.complete(),
                unsafe.wrong()));
        text.append(String.format(
                Locale.ROOT,
                "The transaction whose server, %s, was killed under its fourth step was answered by %s.%n%n```%n",
                safe.killed(),
                String.join(", ", safe.answeredBy())));
        safe.trace().stream().limit(8).forEach(line -> text.append(line).append('\n'));
        return text.append("```\n").toString();
    }

    private static String failingText(Map<String, Failing> failing) {
        StringBuilder text = new StringBuilder("""
                | a server killed, 6 clients | sent | lost | of these "502" | POSTs executed twice | req/s after |
                |---|---|---|---|---|---|
                """);
        failing.forEach((name, run) -> text.append(String.format(
                Locale.ROOT,
                "| fail-safe %s | %d | %d | %d | %d | %.0f |%n",
                name,
                run.sent(),
                run.lost(),
                run.saidUnknown(),
                run.repeatedPosts(),
                run.perSecond())));
        return text.toString();
    }

    private static List<FailsafeClaim> transactionClaims(
            TransactionTrial.Outcome safe, TransactionTrial.Outcome unsafe) {
        boolean said = safe.trace().stream().anyMatch(line -> line.startsWith("Detecting Broken Transaction"))
                && safe.trace().stream().anyMatch(line -> line.startsWith("Continuing Transaction"));
        return List.of(
                new FailsafeClaim(
                        "transactions that complete with the failure-free result",
                        "all",
                        "",
                        safe.complete() - safe.wrong() + " of " + safe.transactions(),
                        "all",
                        safe.complete() == safe.transactions() && safe.wrong() == 0),
                new FailsafeClaim(
                        "the struck one goes on at another server, steps 1 to 3 are not sent again (figure 5)",
                        "so",
                        "",
                        safe.earlierSteps() + " executions of 3 steps",
                        "3",
                        safe.struckCompletedElsewhere() && safe.earlierSteps() == 3),
                new FailsafeClaim(
                        "\"Detecting Broken Transaction\", \"Continuing Transaction\" (figure 11)",
                        "so",
                        "",
                        safe.trace().size() + " lines",
                        "both",
                        said),
                new FailsafeClaim(
                        "without fail-safe some break",
                        "so",
                        "",
                        unsafe.transactions() - unsafe.complete() + " of " + unsafe.transactions(),
                        ">= 1",
                        unsafe.complete() < unsafe.transactions()));
    }

    private List<FailsafeClaim> failureClaims(double healthy, Map<String, Failing> failing) {
        Failing strict = of(failing, "strict, GET");
        Failing posts = of(failing, "strict, POST");
        Failing paper = of(failing, "paper, POST");
        Failing off = of(failing, "off, GET");
        int clients = ThroughputTrial.CLIENTS_AT_FAILURE;
        double simulated = MethodSimulation.withOneFailed(DispatchMethod.DISPATCHER, costs, clients, SIMULATED_SECONDS)
                        .perSecond()
                / MethodSimulation.healthy(DispatchMethod.DISPATCHER, costs, clients, SIMULATED_SECONDS)
                        .perSecond();
        double real = strict.perSecond() / healthy;
        double dns = MethodSimulation.withOneFailed(DispatchMethod.ROUND_ROBIN_DNS, costs, clients, SIMULATED_SECONDS)
                .lostPart();
        return List.of(
                new FailsafeClaim(
                        "rate with one of three servers down, of the healthy one",
                        "0.76",
                        String.format(Locale.ROOT, "%.2f", simulated),
                        String.format(Locale.ROOT, "%.2f", real),
                        LEAST_RATE_LEFT + ".." + MOST_RATE_LEFT,
                        isRateLeft(simulated) && isRateLeft(real)),
                new FailsafeClaim(
                        "lost by the dispatcher (GET strict, POST paper)",
                        "0",
                        "",
                        strict.lost() + ", " + paper.lost(),
                        "0",
                        strict.lost() == 0 && paper.lost() == 0),
                new FailsafeClaim(
                        "lost by DNS, which nobody tells of the failure",
                        "about 1/3",
                        String.format(Locale.ROOT, "%.2f", dns),
                        "",
                        "0.30..0.37",
                        dns >= 0.30 && dns <= 0.37),
                new FailsafeClaim(
                        "strict: POSTs executed twice; lost ones without a word",
                        "",
                        "",
                        posts.repeatedPosts() + "; " + (posts.lost() - posts.saidUnknown()),
                        "0; 0",
                        posts.repeatedPosts() == 0 && posts.lost() == posts.saidUnknown()),
                new FailsafeClaim(
                        "without fail-safe requests are lost",
                        "",
                        "",
                        off.lost() + " of " + off.sent(),
                        ">= 1",
                        off.lost() > 0));
    }

    private static Failing of(Map<String, Failing> failing, String name) {
        Failing found = failing.get(name);
        if (found == null) {
            throw new IllegalStateException(name + ": not measured");
        }
        return found;
    }

    private static boolean isRateLeft(double rate) {
        return rate >= LEAST_RATE_LEFT && rate <= MOST_RATE_LEFT;
    }
}

package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.simulation.PolicyChoice;
import org.netchestra.simulation.ServerModel;
import org.netchestra.simulation.ServiceModel;
import org.netchestra.simulation.SimulatedController;
import org.netchestra.simulation.SyntheticTraces;
import org.netchestra.simulation.TraceRun;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;
import org.netchestra.workload.server.ServerProcess;

/**
 * Paper 001, table 3: three servers that work 1e5, 1e7 and 1e8 loops for every request, equal weights at first, and the
 * controller with the paper's rule for 80 s, by the real appliance and by simulation.
 *
 * <p>A loop costs 3 ns and a request 30 ms beside its loops: with 30 clients that fits what the paper printed.
 */
public final class WeightsExperiment implements Experiment {

    static final List<String> SERVERS = List.of("n0", "n1", "n2");
    private static final double[] LOOPS = {1e5, 1e7, 1e8};
    private static final double BASE_NANOS = 30e6;
    private static final double NANOS_PER_LOOP = 3;
    private static final int CLIENTS = 30;
    static final int SECONDS = 80;
    /** From here on the paper's weights only swing; the rule never comes to rest. */
    static final int SETTLED = 50;

    static final double ALLOWED_POINTS = 3;
    private static final String POLICY = "swrr";
    /** At first the slowest server has all the clients waiting, and nobody asks the others. */
    private static final String PROBE = "GET /busy";

    static final int[][] PAPER = {
        {33, 33, 33},
        {44, 33, 23},
        {52, 35, 13},
        {58, 34, 8},
        {67, 29, 4},
        {64, 31, 5},
        {64, 33, 3},
        {63, 33, 4},
        {64, 32, 4}
    };

    private final Path distribution;
    private final Path output;
    private final boolean burnt;

    /**
     * @param distribution the unpacked appliance
     * @param output the directory for the plot and the controller's record
     * @param burnt whether servers burn their loops instead of taking as long; then they need a processor each
     */
    public WeightsExperiment(Path distribution, Path output, boolean burnt) {
        this.distribution = distribution;
        this.output = output;
        this.burnt = burnt;
    }

    /** Runs for one and a half minutes, and the time of the appliance's start. */
    @Override
    public Result run() throws IOException, TimeoutException {
        Files.createDirectories(output);
        Path kept = output.resolve("001-weights.tsv");
        LoadFigures load;
        WeightSeries real;
        try (RealCluster cluster = new RealCluster(distribution)) {
            List<ServerProcess> servers = cluster.start(works());
            cluster.warmUp(servers);
            RealCluster.Service service = cluster.serve(
                    "paper",
                    POLICY,
                    servers,
                    "controller",
                    "paper",
                    "controller-probe",
                    PROBE,
                    "timeout-response",
                    "120s");
            long start = System.currentTimeMillis();
            load = Generator.run(LoadPlan.toPort(service.port())
                    .connections(CLIENTS)
                    .duration(Duration.ofSeconds(SECONDS))
                    .timeout(Duration.ofSeconds(120))
                    .targets(Target.get("/busy")));
            Files.writeString(kept, Files.readString(cluster.weightRecord(service)));
            real = WeightSeries.recorded(kept, start);
        }
        WeightSeries simulated = simulated();
        Files.writeString(output.resolve("001-weights.svg"), plot(real, simulated));
        return result(real, simulated, load, WeightSeries.replay(kept));
    }

    private List<String> works() {
        double measured = burnt ? LoopCost.nanosPerLoop() : 1;
        return IntStream.range(0, LOOPS.length)
                .mapToObj(server -> burnt
                        ? Math.round(workNanos(server) / measured) + "loops"
                        : Math.round(workNanos(server) / 1e3) + "us")
                .toList();
    }

    private static double workNanos(int server) {
        return BASE_NANOS + LOOPS[server] * NANOS_PER_LOOP;
    }

    /** The same in virtual time. */
    static WeightSeries simulated() {
        List<ServerModel> models = IntStream.range(0, SERVERS.size())
                .mapToObj(server -> new ServerModel(SERVERS.get(server), 1, 1, true, 1e9 / workNanos(server), 0))
                .toList();
        SimulatedController controller = new SimulatedController(
                        Map.of("controller", "paper", "controller-probe", PROBE), POLICY)
                .probing(1_000_000_000L);
        PolicyChoice policy = new PolicyChoice(DeclaredPolicies.catalog(), POLICY);
        new TraceRun(POLICY, policy, models, List.of(), new ServiceModel(0, 0, 0))
                .controlledBy(controller)
                .until(SECONDS * 1_000_000_000L)
                .run(SyntheticTraces.closedLoop(CLIENTS, 1000, 1_000_000_000L), List.of());
        return WeightSeries.simulated(controller);
    }

    private Result result(WeightSeries real, WeightSeries simulated, LoadFigures load, List<String> differences) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Paper 001, table 3. Work per request %s (%s), %d clients in a closed loop, policy %s, controller = paper, controller-probe = "
                        + PROBE + ".%n%n",
                works(),
                burnt ? "loops really burnt" : "time of a processor that is not there, shared by the server's requests",
                CLIENTS,
                POLICY));
        text.append("| t | paper | appliance | simulated |\n|---|---|---|---|\n");
        for (int row = 0; row < PAPER.length; row++) {
            double time = row * SECONDS / (PAPER.length - 1.0);
            text.append(String.format(
                    Locale.ROOT,
                    "| %.0f s | %d / %d / %d | %s | %s |%n",
                    time,
                    PAPER[row][0],
                    PAPER[row][1],
                    PAPER[row][2],
                    weights(real, time),
                    weights(simulated, time)));
        }
        double error = 0;
        List<String> settled = new ArrayList<>();
        for (int server = 0; server < SERVERS.size(); server++) {
            double mean = real.mean(SERVERS.get(server), SETTLED, SECONDS);
            error = Math.max(error, Math.abs(mean - PAPER[PAPER.length - 1][server]));
            settled.add(String.format(Locale.ROOT, "%.1f", mean));
        }
        boolean within = error <= ALLOWED_POINTS;
        text.append(String.format(
                Locale.ROOT,
                "%nMean of the last 30 s: %s; at most %.1f points from the paper's 64 / 32 / 4 (asked: %.0f): %s.%n",
                String.join(" / ", settled),
                error,
                ALLOWED_POINTS,
                within ? "reproduced" : "NOT reproduced"));
        text.append(String.format(
                Locale.ROOT,
                "%d requests, %d failed. The controller's record, computed again: %s.%n",
                load.succeeded(),
                load.failed(),
                differences.isEmpty() ? "every weight the same" : differences));
        return new Result(text.toString(), within && differences.isEmpty() && load.failed() == 0);
    }

    private static String weights(WeightSeries series, double time) {
        return String.format(
                Locale.ROOT, "%.0f / %.0f / %.0f", series.at("n0", time), series.at("n1", time), series.at("n2", time));
    }

    private static String plot(WeightSeries real, WeightSeries simulated) {
        LinePlot plot = new LinePlot("Paper 001, table 3: weights in per cent", SECONDS, 80);
        for (int server = 0; server < SERVERS.size(); server++) {
            String name = SERVERS.get(server);
            List<double[]> paper = new ArrayList<>();
            for (int row = 0; row < PAPER.length; row++) {
                paper.add(new double[] {row * SECONDS / (PAPER.length - 1.0), PAPER[row][server]});
            }
            plot.curve(name + ", appliance", server, "", real.points(name, SECONDS))
                    .curve(name + ", simulated", server, "2 3", simulated.points(name, SECONDS))
                    .curve(name + ", paper", server, "9 4", paper);
        }
        return plot.svg();
    }
}

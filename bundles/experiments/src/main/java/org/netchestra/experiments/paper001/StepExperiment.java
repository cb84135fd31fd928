package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.netchestra.simulation.AccessLogReader;
import org.netchestra.simulation.LoggedTrace;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.server.ServerProcess;

/**
 * How fast and how calmly the controllers answer when one of three servers becomes four times slower, and recovers; beside
 * them least connections without a controller. All at the same time behind one real appliance, each with servers of its own,
 * and by simulation.
 */
public final class StepExperiment implements Experiment {

    /** Beyond so many times the simulated response time, the machine and not the servers is what was measured. */
    private static final double BUSY = 2;

    private static final List<String> WORKS = List.of("0us", "0us", "0us");

    private final Path distribution;
    private final Path output;
    private final StepPlan plan = StepPlan.USUAL;

    /**
     * @param distribution the unpacked appliance
     * @param output the directory for the plot and the controllers' records
     */
    public StepExperiment(Path distribution, Path output) {
        this.distribution = distribution;
        this.output = output;
    }

    /** Runs for two and a half minutes, and the time of the appliance's start. */
    @Override
    public Result run() throws IOException, TimeoutException, InterruptedException {
        Files.createDirectories(output);
        Map<String, StepMeasure> simulated = new LinkedHashMap<>();
        for (Contestant contestant : Contestant.ALL) {
            simulated.put(contestant.name(), StepSimulation.of(contestant, plan));
        }
        Map<String, StepMeasure> real = real();
        return result(real, simulated);
    }

    private Map<String, StepMeasure> real() throws IOException, TimeoutException, InterruptedException {
        try (RealCluster cluster = new RealCluster(distribution)) {
            Map<Contestant, RealCluster.Service> services = new LinkedHashMap<>();
            Map<Contestant, List<ServerProcess>> servers = new LinkedHashMap<>();
            for (Contestant contestant : Contestant.ALL) {
                servers.put(contestant, cluster.start(WORKS));
            }
            cluster.warmUp(List.copyOf(servers.values()).get(0));
            for (Map.Entry<Contestant, List<ServerProcess>> entry : servers.entrySet()) {
                Contestant contestant = entry.getKey();
                String rule = contestant.rule() == null ? "off" : contestant.rule();
                services.put(
                        contestant,
                        cluster.serve(
                                contestant.name(),
                                contestant.policy(),
                                entry.getValue(),
                                "controller",
                                rule,
                                "max-attempts",
                                "1"));
            }
            long start = System.currentTimeMillis();
            load(services.values(), start);
            Thread.sleep(2_000); // the access log is written a tenth of a second later
            return measures(cluster, services, start);
        }
    }

    private void load(Iterable<RealCluster.Service> services, long start) throws IOException, InterruptedException {
        List<Generator> generators = new ArrayList<>();
        try {
            for (RealCluster.Service service : services) {
                generators.add(Generator.start(LoadPlan.toPort(service.port())
                        .connections(600)
                        .ratePerSecond(StepPlan.RATE)
                        .duration(Duration.ofSeconds((long) plan.end()))
                        .targets(StepPlan.targets())));
            }
            slowAt(plan.step(), StepPlan.SLOW_PERCENT, services, start);
            slowAt(plan.back(), 100, services, start);
            generators.forEach(generator -> generator.ended().join());
        } finally {
            generators.forEach(Generator::close);
        }
    }

    private static void slowAt(double seconds, int percent, Iterable<RealCluster.Service> services, long start)
            throws IOException, InterruptedException {
        Thread.sleep(Math.max(0, start + (long) (seconds * 1e3) - System.currentTimeMillis()));
        for (RealCluster.Service service : services) {
            RealCluster.speed(service.servers().get(service.servers().size() - 1), percent);
        }
    }

    private Map<String, StepMeasure> measures(
            RealCluster cluster, Map<Contestant, RealCluster.Service> services, long start) throws IOException {
        List<String> log = Files.readAllLines(cluster.accessLog());
        Map<String, StepMeasure> measures = new LinkedHashMap<>();
        for (Map.Entry<Contestant, RealCluster.Service> entry : services.entrySet()) {
            String name = entry.getKey().name();
            AccessLogReader reader = new AccessLogReader(name);
            for (String line : log) {
                reader.line(line);
            }
            LoggedTrace trace = LoggedTrace.of(reader, LoggedTrace.Clients.OPEN);
            WeightSeries weights = null;
            if (entry.getKey().rule() != null) {
                Path kept = output.resolve("001-step-" + name + ".tsv");
                Files.writeString(kept, Files.readString(cluster.weightRecord(entry.getValue())));
                weights = WeightSeries.recorded(kept, start);
            }
            double offset = (trace.startedAtMillis() - start) / 1e3;
            measures.put(name, new StepMeasure(plan, trace.recorded(), weights, offset));
        }
        return measures;
    }

    private Result result(Map<String, StepMeasure> real, Map<String, StepMeasure> simulated) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "One of three servers four times slower from %.0f s to %.0f s; %.0f requests/s of 10 ms each on average"
                        + " (exponential), servers that share a processor which is not there.%n%n",
                plan.step(),
                plan.back(),
                StepPlan.RATE));
        text.append("| | converged s | overshoot points | recovered s | mean ms before | first 10 s | settled |"
                + " first 10 s / lc |\n|---|---|---|---|---|---|---|---|\n");
        boolean held = false;
        for (Contestant contestant : Contestant.ALL) {
            String name = contestant.name();
            StepMeasure measured = of(real, name);
            String label = contestant.policy() + (contestant.rule() == null ? "" : ", " + contestant.rule());
            text.append(row(label + ": appliance", measured, of(real, Contestant.REFERENCE)));
            text.append(row(label + ": simulated", of(simulated, name), of(simulated, Contestant.REFERENCE)));
            held |= contestant.rule() != null && measured.holds(of(real, Contestant.REFERENCE));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nAsked of one of the controllers: converged < %.0f s, overshoot < %.0f point, recovered < %.0f s,"
                        + " first 10 s <= %.1f times least connections': %s on real servers.%n",
                StepMeasure.CONVERGED_SECONDS,
                StepMeasure.OVERSHOOT_POINTS,
                StepMeasure.RECOVERED_SECONDS,
                StepMeasure.OF_LEAST_CONNECTIONS,
                held ? "held" : "NOT held"));
        double before = of(real, Contestant.REFERENCE).healthyMillis();
        double expected = of(simulated, Contestant.REFERENCE).healthyMillis();
        boolean busy = before > BUSY * expected;
        if (busy) {
            text.append(String.format(
                    Locale.ROOT,
                    "The machine was too busy for this: before the step a request took %.1f ms, %.1f by simulation."
                            + " Repeat it when nothing else runs.%n",
                    before,
                    expected));
        }
        return new Result(text.toString(), held && !busy);
    }

    private static StepMeasure of(Map<String, StepMeasure> measures, String name) {
        StepMeasure measure = measures.get(name);
        if (measure == null) {
            throw new IllegalStateException(name + ": not measured");
        }
        return measure;
    }

    private static String row(String name, StepMeasure measured, StepMeasure reference) {
        double recovered = measured.recovered();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %s | %.1f | %.1f | %.1f | %.2f |%n",
                name,
                measured.converged(),
                measured.overshoot(),
                Double.isNaN(recovered) ? "-" : String.format(Locale.ROOT, "%.1f", recovered),
                measured.healthyMillis(),
                measured.firstMillis(),
                measured.steadyMillis(),
                measured.firstMillis() / reference.firstMillis());
    }
}

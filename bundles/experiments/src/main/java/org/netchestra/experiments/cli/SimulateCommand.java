package org.netchestra.experiments.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.simulation.Arrival;
import org.netchestra.simulation.ClusterChange;
import org.netchestra.simulation.ComparisonHtml;
import org.netchestra.simulation.ComparisonText;
import org.netchestra.simulation.PolicyCatalog;
import org.netchestra.simulation.PolicyChoice;
import org.netchestra.simulation.RequestMix;
import org.netchestra.simulation.RunResult;
import org.netchestra.simulation.ServerModel;
import org.netchestra.simulation.ServiceModel;
import org.netchestra.simulation.TraceReader;
import org.netchestra.simulation.TraceRun;

/** {@code simulate TRACE}: what policies would make of a trace; the first one is the current, the others are candidates. */
final class SimulateCommand {

    private static final String USAGE = """
            usage: simulate TRACE --policies 'rr,bounded-ring key=path load-factor=1.25,...' --servers N|SERVER,... [options]
              TRACE    CSV of time,key,size,service[,client] in seconds and bytes, or path,size,weight for generated arrivals
              SERVER   name[:weight[:slots[:speed[:cache bytes]]]]
              --slots N  --cache BYTES          for servers that do not say (4, 0: no cache)
              --rate R  --requests N  --seed S  of generated arrivals (70 % of what the servers can do, 100000, 1)
              --base-ms X  --megabits X         service time where the trace has none: base + size / rate (1, 1000)
              --miss-ms X                       on top of it when a server's cache does not have the file (10)
              --at SECONDS:leave|join|slow:SERVER[:FACTOR]   may be given several times; a server that joins is absent before
              --html FILE                       the comparison as a page with plots""";

    private SimulateCommand() {}

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            Options options = Options.parse(
                    List.of(arguments),
                    "policies",
                    "servers",
                    "slots",
                    "cache",
                    "rate",
                    "requests",
                    "seed",
                    "base-ms",
                    "megabits",
                    "miss-ms",
                    "at",
                    "html");
            simulate(options, out);
            return Main.SUCCESS;
        } catch (IllegalArgumentException | IOException wrong) {
            err.println(wrong.getMessage() + "\n" + USAGE);
            return Main.USAGE;
        }
    }

    private static void simulate(Options options, PrintStream out) throws IOException {
        if (options.operands().size() != 1) {
            throw new IllegalArgumentException("trace: " + options.operands() + " (expected: one file)");
        }
        Path trace = Path.of(options.operands().get(0));
        List<ServerModel> servers = servers(options);
        ServiceModel service = service(options);
        List<ClusterChange> changes = changes(options);
        List<Arrival> arrivals = arrivals(options, trace, servers, service);
        PolicyCatalog catalog = DeclaredPolicies.catalog();
        List<RunResult> runs = new ArrayList<>();
        for (String policy : required(options, "policies").split(",", -1)) {
            PolicyChoice choice = new PolicyChoice(catalog, policy);
            runs.add(new TraceRun(policy.strip(), choice, servers, absent(changes), service).run(arrivals, changes));
        }
        out.printf("%d requests over %.1f s to %d servers%n", arrivals.size(), seconds(arrivals), servers.size());
        out.print(ComparisonText.of(runs));
        String html = options.text("html");
        if (html != null) {
            Files.writeString(Path.of(html), ComparisonHtml.of("What if: " + trace.getFileName(), runs));
        }
    }

    private static List<Arrival> arrivals(Options options, Path trace, List<ServerModel> servers, ServiceModel service)
            throws IOException {
        List<String> lines = TraceReader.lines(trace);
        TraceReader reader = new TraceReader();
        if (!TraceReader.isMix(lines)) {
            return reader.read(lines);
        }
        RequestMix mix = RequestMix.parse(lines);
        double serviceSeconds = (service.baseNanos() + service.nanosPerByte() * mix.meanBytes()) / 1e9;
        double capacity = servers.stream()
                        .mapToDouble(server -> server.slots() * server.speed())
                        .sum()
                / serviceSeconds;
        return reader.generate(
                mix,
                options.integer("requests", 100_000, 1, 100_000_000),
                options.decimal("rate", 0.7 * capacity, 1e-6, 1e9),
                options.integer("seed", 1, 0, Integer.MAX_VALUE));
    }

    private static ServiceModel service(Options options) {
        double megabits = options.decimal("megabits", 1_000, 1e-3, 1e9);
        return new ServiceModel((long) (options.decimal("base-ms", 1, 0, 1e9) * 1e6), 8e3 / megabits, (long)
                (options.decimal("miss-ms", 10, 0, 1e9) * 1e6));
    }

    private static List<ServerModel> servers(Options options) {
        String text = required(options, "servers");
        int slots = options.integer("slots", 4, 1, 1_000_000);
        long cache = (long) options.decimal("cache", 0, 0, 1e18);
        List<ServerModel> servers = new ArrayList<>();
        if (text.matches("\\d{1,5}")) {
            for (int number = 1; number <= Integer.parseInt(text); number++) {
                servers.add(new ServerModel("server" + number, 1, slots, 1, cache));
            }
        } else {
            for (String server : text.split(",", -1)) {
                servers.add(server(server.strip().split(":", -1), slots, cache));
            }
        }
        if (servers.isEmpty()
                || servers.stream().map(ServerModel::name).distinct().count() != servers.size()) {
            throw new IllegalArgumentException("--servers: " + text + " (expected: at least one, each name once)");
        }
        return servers;
    }

    private static ServerModel server(String[] parts, int slots, long cache) {
        return new ServerModel(
                parts[0],
                parts.length > 1 ? Integer.parseInt(parts[1]) : 1,
                parts.length > 2 ? Integer.parseInt(parts[2]) : slots,
                parts.length > 3 ? Double.parseDouble(parts[3]) : 1,
                parts.length > 4 ? Long.parseLong(parts[4]) : cache);
    }

    private static List<ClusterChange> changes(Options options) {
        List<ClusterChange> changes = new ArrayList<>();
        for (String text : options.all("at")) {
            String[] parts = text.split(":", -1);
            if (parts.length < 3) {
                throw new IllegalArgumentException(
                        "--at: " + text + " (expected: SECONDS:leave|join|slow:SERVER[:FACTOR])");
            }
            changes.add(new ClusterChange(
                    (long) (Double.parseDouble(parts[0]) * 1e9),
                    ClusterChange.Kind.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                    parts[2],
                    parts.length > 3 ? Double.parseDouble(parts[3]) : 1));
        }
        changes.sort(Comparator.comparingLong(ClusterChange::atNanos));
        return changes;
    }

    /** Who joins without having left before. */
    private static List<String> absent(List<ClusterChange> changes) {
        List<String> left = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (ClusterChange change : changes) {
            if (change.kind() == ClusterChange.Kind.LEAVE) {
                left.add(change.server());
            } else if (change.kind() == ClusterChange.Kind.JOIN && !left.contains(change.server())) {
                absent.add(change.server());
            }
        }
        return absent;
    }

    private static String required(Options options, String name) {
        String text = options.text(name);
        if (text == null) {
            throw new IllegalArgumentException("--" + name + ": missing (expected: a value)");
        }
        return text;
    }

    private static double seconds(List<Arrival> arrivals) {
        return arrivals.isEmpty() ? 0 : arrivals.get(arrivals.size() - 1).atNanos() / 1e9;
    }
}

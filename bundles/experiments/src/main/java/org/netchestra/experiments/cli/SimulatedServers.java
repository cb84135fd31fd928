package org.netchestra.experiments.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.netchestra.simulation.ClusterChange;
import org.netchestra.simulation.LoggedTrace;
import org.netchestra.simulation.ServerModel;
import org.netchestra.simulation.ServiceModel;

/** The servers that {@code --servers} and its kin describe. */
final class SimulatedServers {

    private SimulatedServers() {}

    /** Of a trace that tells nothing of them. */
    static List<ServerModel> of(Options options) {
        int slots = options.integer("slots", 4, 1, 1_000_000);
        String text = options.required("servers");
        if (!text.matches("\\d{1,5}")) {
            return distinct(text, named(text, parts -> server(parts, queueing(parts[0], slots, options))));
        }
        List<ServerModel> servers = new ArrayList<>();
        for (int number = 1; number <= Integer.parseInt(text); number++) {
            servers.add(queueing("server" + number, slots, options));
        }
        return distinct(text, servers);
    }

    /** Of an access log: its own, or those that are asked for, as they are in the log; unknown ones are as the usual. */
    static List<ServerModel> of(Options options, LoggedTrace trace) {
        String text = options.text("servers");
        long cache = cache(options);
        List<ServerModel> logged =
                trace.servers().stream().map(server -> cached(server, cache)).toList();
        if (text == null) {
            return logged;
        }
        Map<String, ServerModel> byName =
                logged.stream().collect(Collectors.toMap(ServerModel::name, Function.identity()));
        ServerModel usual = logged.stream()
                .sorted(Comparator.comparingDouble(ServerModel::speed))
                .skip(logged.size() / 2)
                .findFirst()
                .orElseThrow();
        return distinct(
                text, named(text, parts -> server(parts, byName.getOrDefault(parts[0], renamed(usual, parts[0])))));
    }

    private static List<ServerModel> named(String text, Function<String[], ServerModel> server) {
        List<ServerModel> servers = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            servers.add(server.apply(one.strip().split(":", -1)));
        }
        return servers;
    }

    private static List<ServerModel> distinct(String text, List<ServerModel> servers) {
        if (servers.isEmpty()
                || servers.stream().map(ServerModel::name).distinct().count() != servers.size()) {
            throw new IllegalArgumentException("--servers: " + text + " (expected: at least one, each name once)");
        }
        return servers;
    }

    private static ServerModel queueing(String name, int slots, Options options) {
        return ServerModel.queueing(name, 1, slots, 1, cache(options));
    }

    private static long cache(Options options) {
        return (long) options.decimal("cache", 0, 0, 1e18);
    }

    private static ServerModel server(String[] parts, ServerModel otherwise) {
        return new ServerModel(
                parts[0],
                (int) number(parts, 1, otherwise.weight()),
                (int) number(parts, 2, otherwise.slots()),
                otherwise.shared(),
                number(parts, 3, otherwise.speed()),
                (long) number(parts, 4, (double) otherwise.cacheBytes()),
                otherwise.idleConnections());
    }

    private static double number(String[] parts, int index, double otherwise) {
        if (index >= parts.length || parts[index].isEmpty()) {
            return otherwise;
        }
        try {
            return Double.parseDouble(parts[index]);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    "--servers: " + String.join(":", parts)
                            + " (expected: name[:weight[:slots[:speed[:cache bytes]]]], numbers behind the name)",
                    noNumber);
        }
    }

    private static ServerModel cached(ServerModel server, long bytes) {
        return new ServerModel(
                server.name(),
                server.weight(),
                server.slots(),
                server.shared(),
                server.speed(),
                bytes,
                server.idleConnections());
    }

    private static ServerModel renamed(ServerModel server, String name) {
        return new ServerModel(
                name, server.weight(), server.slots(), server.shared(), server.speed(), server.cacheBytes());
    }

    static ServiceModel service(Options options, double missMillis) {
        double megabits = options.decimal("megabits", 1_000, 1e-3, 1e9);
        return new ServiceModel((long) (options.decimal("base-ms", 1, 0, 1e9) * 1e6), 8e3 / megabits, (long)
                (options.decimal("miss-ms", missMillis, 0, 1e9) * 1e6));
    }

    static List<ClusterChange> changes(Options options) {
        List<ClusterChange> changes = new ArrayList<>();
        for (String text : options.all("at")) {
            try {
                changes.add(change(text.split(":", -1)));
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException(
                        "--at: " + text + " (expected: SECONDS:leave|join|slow:SERVER[:FACTOR])", malformed);
            }
        }
        changes.sort(Comparator.comparingLong(ClusterChange::atNanos));
        return changes;
    }

    private static ClusterChange change(String... parts) {
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException("parts: " + parts.length + " (expected: 3 or 4)");
        }
        return new ClusterChange(
                (long) (Double.parseDouble(parts[0]) * 1e9),
                ClusterChange.Kind.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                parts[2],
                parts.length > 3 ? Double.parseDouble(parts[3]) : 1);
    }
}

package org.netchestra.workload.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.netchestra.workload.Arguments;

/**
 * What a side-by-side run is asked to do. Immutable.
 *
 * @param home the project's benchmarks directory
 * @param distribution the unpacked distribution
 * @param peers the peers' names, in the order of the tables
 * @param scenarios the loads
 * @param rounds how often each peer is measured under each load
 * @param seconds how long each time
 * @param warmUpSeconds how long each peer is loaded before the rounds of a scenario, not counted
 * @param accessLog whether peers write access logs
 */
record BenchOptions(
        Path home,
        Path distribution,
        List<String> peers,
        List<Scenario> scenarios,
        int rounds,
        int seconds,
        int warmUpSeconds,
        boolean accessLog) {
    static final String USAGE = """
            bench: HAProxy, nginx, Netchestra and no proxy in turn, in front of the same servers

              --rounds N         rounds, with the order of the peers rotated (5)
              --seconds N        seconds a peer, a round and a scenario (5)
              --warm-up N        seconds of load before a scenario's first round, not counted (3)
              --peers A,B,..     peers, in the order of the tables (haproxy,nginx,netchestra,direct); further ones:
                                 haproxy-splice, camel, spring-cloud-gateway, netty-relay
              --scenarios A,B,.. of the files in scenarios/ (all)
              --access-log       peers write access logs
              --list             only list the scenarios

            Writes results/<time>.csv and .svg. Compare ratios, within one run only.""";

    private static final Set<String> OPTIONS =
            Set.of("--home", "--distribution", "--peers", "--scenarios", "--rounds", "--seconds", "--warm-up");
    private static final Set<String> FLAGS = Set.of("--access-log", "--list");

    static BenchOptions parse(List<String> words) throws IOException {
        Arguments arguments = Arguments.parse(words, OPTIONS, FLAGS);
        Path home = Path.of(arguments.text("--home"));
        return new BenchOptions(
                home,
                Path.of(arguments.text("--distribution", "")),
                peers(arguments.text("--peers", "haproxy,nginx,netchestra,direct")),
                chosen(Scenario.readAll(home.resolve("scenarios")), arguments.text("--scenarios", "")),
                (int) arguments.number("--rounds", 5, 1, 1000),
                (int) arguments.number("--seconds", 5, 1, 3600),
                (int) arguments.number("--warm-up", 3, 0, 3600),
                arguments.has("--access-log"));
    }

    /** Known ones only, so that a slip is told before anything has been started. */
    private static List<String> peers(String text) {
        List<String> names = list(text);
        for (String name : names) {
            if (!Peers.names().contains(name)) {
                throw new IllegalArgumentException("--peers: " + name + " (expected: some of " + Peers.names() + ")");
            }
        }
        return names;
    }

    private static List<String> list(String text) {
        return List.of(text.split(",", -1));
    }

    private static List<Scenario> chosen(List<Scenario> known, String names) {
        if (names.isEmpty()) {
            return known;
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : list(names)) {
            chosen.add(known.stream()
                    .filter(scenario -> scenario.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--scenarios: " + name + " (expected: some of "
                            + known.stream().map(Scenario::name).toList() + ")")));
        }
        return chosen;
    }
}

package org.netchestra.experiments.paper;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.netchestra.experiments.paper.ClosedLoop.Architecture;
import org.netchestra.experiments.paper.ClosedLoop.Outcome;
import org.netchestra.simulation.PolicyCatalog;

/** All runs of paper 003's tables, each over several hosts, since the hash of a host moves the hot files. */
final class Measurements {

    /** As the paper calls its policies, and ours for each. */
    static final Map<String, String> POLICIES = policies();

    static final int[] SIZES = {1, 2, 4, 8, 16};

    /** A server: the hottest one's queue needs that long to draw all clients. */
    private static final int WARM_UP = 2_000;

    private static final int REQUESTS = 20_000;

    private record Key(String workload, Architecture architecture, String policy, int servers) {}

    private final Map<Key, List<Outcome>> outcomes = new LinkedHashMap<>();

    static Measurements take(PolicyCatalog catalog, int hosts) {
        Measurements measurements = new Measurements();
        for (Workload workload : Workload.all()) {
            for (Architecture architecture : Architecture.values()) {
                POLICIES.forEach((name, policy) -> Arrays.stream(SIZES).forEach(size -> {
                    if (architecture != Architecture.DISTRIBUTED_ONE_TABLE || name.equals("HT_RR")) {
                        List<Outcome> runs = IntStream.range(0, hosts)
                                .mapToObj(host -> new ClosedLoop(
                                                catalog,
                                                workload,
                                                architecture,
                                                policy,
                                                size,
                                                "www" + host + ".example.com",
                                                host)
                                        .run(WARM_UP * size, REQUESTS))
                                .toList();
                        measurements.outcomes.put(new Key(workload.name(), architecture, name, size), runs);
                    }
                }));
            }
        }
        return measurements;
    }

    /** The mean over the hosts. */
    double mean(String workload, Architecture architecture, String policy, int servers, ToDoubleFunction<Outcome> of) {
        return runs(workload, architecture, policy, servers).stream()
                .mapToDouble(of)
                .average()
                .orElseThrow();
    }

    double requestsPerSecond(String workload, Architecture architecture, String policy, int servers) {
        return mean(workload, architecture, policy, servers, Outcome::requestsPerSecond);
    }

    List<Outcome> runs(String workload, Architecture architecture, String policy, int servers) {
        return Objects.requireNonNull(outcomes.get(new Key(workload, architecture, policy, servers)));
    }

    private static Map<String, String> policies() {
        Map<String, String> policies = new LinkedHashMap<>();
        policies.put("RR", "rr");
        policies.put("MD5", "md5");
        policies.put("MIT_CH", "mit-ch");
        policies.put("CARP", "carp");
        policies.put("MOD_CH", "mod-ch");
        policies.put("HT_RR", "ht-rr");
        return policies;
    }
}

package org.netchestra.experiments.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.netchestra.simulation.RequestMix;

/**
 * One of paper 003's workloads, with what its requests cost.
 *
 * @param name as the paper calls it
 * @param mix its hundred files; made to the published distributions, not the original trace
 * @param cacheMillis time of a cache server for a request that a balancer in front has parsed: from the paper's first row
 * @param localMillis time of a server that parses the request itself and has the file
 * @param relayMillis time that comes on top when another server has parsed it
 * @param linkMegabits what the single balancer's 100 Mbit/s Ethernet carried at most
 */
record Workload(
        String name, RequestMix mix, double cacheMillis, double localMillis, double relayMillis, double linkMegabits) {

    private static final String CONVENTIONAL = "conventional";

    static List<Workload> all() {
        return List.of(
                of("Surge-100", "surge-100.csv"),
                of("UNC-2001", "unc-2001-like.csv"),
                of("Berkeley-1998", "berkeley-1998-like.csv"));
    }

    private static Workload of(String name, String trace) {
        List<List<String>> tables = Resources.rows("tables-4-9.csv").stream()
                .filter(row -> row.get(1).equals(name) && row.get(3).equals(CONVENTIONAL))
                .toList();
        double atOneServer = tables.stream()
                .filter(row -> row.get(2).equals("req_per_s") && row.get(5).equals("1"))
                .mapToDouble(row -> Double.parseDouble(row.get(6)))
                .average()
                .orElseThrow();
        double link = tables.stream()
                .filter(row -> row.get(2).equals("mbit_per_s"))
                .mapToDouble(row -> Double.parseDouble(row.get(6)))
                .max()
                .orElseThrow();
        List<String> costs = Resources.rows("cost-model.csv").stream()
                .filter(row -> row.get(0).equals(name))
                .findFirst()
                .orElseThrow();
        try {
            return new Workload(
                    name,
                    RequestMix.parse(Resources.lines(trace)),
                    1_000 / atOneServer,
                    Double.parseDouble(costs.get(1)),
                    Double.parseDouble(costs.get(2)),
                    link);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}

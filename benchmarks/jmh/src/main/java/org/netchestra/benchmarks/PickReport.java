package org.netchestra.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jmh.results.RunResult;

/** Benchmark results as a table: a row a policy, a column a number of threads and servers, and the bytes at last. */
final class PickReport {

    private final Map<String, Map<String, String>> rows = new TreeMap<>();
    private final TreeSet<String> columns = new TreeSet<>();

    void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            String policy = result.getParams().getParam("policy");
            int servers = Integer.parseInt(result.getParams().getParam("servers"));
            int threads = result.getParams().getThreads();
            put(
                    policy,
                    String.format(Locale.ROOT, "%d thread%s, %4d", threads, threads == 1 ? "" : "s", servers),
                    ns(result));
            put(policy, String.format(Locale.ROOT, "bytes, %4d", servers), bytes(policy, servers));
        }
    }

    String markdown() {
        StringBuilder table = new StringBuilder("| policy | " + String.join(" | ", columns) + " |\n");
        table.append("|---|").append("---:|".repeat(columns.size())).append('\n');
        rows.forEach((policy, cells) -> {
            table.append("| ").append(policy).append(" |");
            columns.forEach(column ->
                    table.append(' ').append(cells.getOrDefault(column, "-")).append(" |"));
            table.append('\n');
        });
        return table.toString();
    }

    private void put(String policy, String column, String cell) {
        columns.add(column);
        rows.computeIfAbsent(policy, name -> new TreeMap<>()).putIfAbsent(column, cell);
    }

    /** A value of the quietest tenth of iterations, because other processes only ever add. */
    private static String ns(RunResult result) {
        double[] scores = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        double nanos = scores[scores.length / 10];
        return String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%.0f", nanos);
    }

    private static String bytes(String policy, int servers) {
        return Long.toString(PickAllocation.bytes(Pickers.of(policy, servers)));
    }
}

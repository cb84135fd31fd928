package org.netchestra.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Benchmark results as a table: a row a policy, a column a number of servers and threads. */
final class PickReport {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<String, Map<String, String>> rows = new TreeMap<>();
    private final TreeSet<String> columns = new TreeSet<>();

    /** Nanoseconds of the quietest tenth of iterations, because other processes only ever add; and bytes if any. */
    void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            String policy = result.getParams().getParam("policy");
            String column = String.format(
                    Locale.ROOT,
                    "%d:%4s",
                    result.getParams().getThreads(),
                    result.getParams().getParam("servers"));
            columns.add(column);
            rows.computeIfAbsent(policy, name -> new TreeMap<>()).put(column, cell(result));
        }
    }

    String markdown() {
        StringBuilder table = new StringBuilder("| policy |");
        for (String column : columns) {
            String[] parts = column.split(":", 2);
            table.append(String.format(
                    Locale.ROOT, " %s, %s thread%s |", parts[1].strip(), parts[0], parts[0].equals("1") ? "" : "s"));
        }
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        rows.forEach((policy, cells) -> {
            table.append("| ").append(policy).append(" |");
            columns.forEach(column ->
                    table.append(' ').append(cells.getOrDefault(column, "-")).append(" |"));
            table.append('\n');
        });
        return table.toString();
    }

    private static String cell(RunResult result) {
        double nanos = quietTenth(result, IterationResult::getPrimaryResult);
        double bytes =
                quietTenth(result, iteration -> iteration.getSecondaryResults().get(ALLOCATED));
        String time = String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%.0f", nanos);
        return bytes < 0.5 ? time : String.format(Locale.ROOT, "%s (%.0f B)", time, bytes);
    }

    private static double quietTenth(RunResult result, Function<IterationResult, Result<?>> measure) {
        double[] scores = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> measure.apply(iteration).getScore())
                .sorted()
                .toArray();
        return scores[scores.length / 10];
    }
}

package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Runs side by side as a table for a terminal; the first one is what is in force now, the others are candidates. */
final class ComparisonText {

    private static final double MILLI = 1e6;

    private ComparisonText() {}

    static String of(List<RunResult> runs) {
        TextTable table = new TextTable();
        table.row("", each(runs, RunResult::policy));
        table.row("p50 ms", milliseconds(runs, 0.50));
        table.row("p95 ms", milliseconds(runs, 0.95));
        table.row("p99 ms", milliseconds(runs, 0.99));
        table.row("longest queue", each(runs, run -> Integer.toString(run.longestQueue())));
        table.row("load deviation", each(runs, run -> number("%.3f", run.loadDeviation())));
        table.row("hit rate", each(runs, run -> percent(run.hitRate())));
        table.row("refused", each(runs, run -> Long.toString(run.refused())));
        RunResult first = runs.get(0);
        for (int index = 0; index < first.changes().size(); index++) {
            int change = index;
            ClusterChange what = first.changes().get(index).change();
            table.row(
                    "moved: " + what.server() + " " + what.kind().name().toLowerCase(Locale.ROOT),
                    each(runs, run -> percent(run.changes().get(change).part())));
        }
        for (int index = 0; index < first.servers().size(); index++) {
            int server = index;
            table.row("share " + first.servers().get(index).name(), each(runs, run -> percent(share(run, server))));
        }
        return table.text();
    }

    private static List<String> each(List<RunResult> runs, Function<RunResult, String> of) {
        return runs.stream().map(of).toList();
    }

    static double share(RunResult run, int server) {
        long all = run.servers().stream()
                .mapToLong(RunResult.ServerResult::requests)
                .sum();
        return all == 0 ? 0 : (double) run.servers().get(server).requests() / all;
    }

    static String percent(double part) {
        return Double.isNaN(part) ? "-" : number("%.1f %%", 100 * part);
    }

    /** The current policy's times, and each candidate's with the difference to them. */
    private static List<String> milliseconds(List<RunResult> runs, double part) {
        double now = runs.get(0).responses().quantileNanos(part) / MILLI;
        List<String> shown = new ArrayList<>();
        for (RunResult run : runs) {
            double value = run.responses().quantileNanos(part) / MILLI;
            boolean current = shown.isEmpty() || now == 0;
            shown.add(number("%.2f", value) + (current ? "" : number(" (%+.0f%%)", 100 * (value / now - 1))));
        }
        return shown;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What policies would make of a trace: the first one is in force, the others are candidates. With an access log the first
 * one is tested against what really happened. Immutable.
 *
 * @param headline what was run
 * @param backTest how far to believe the rest; null when nothing was recorded
 * @param runs one a policy
 */
public record WhatIf(String headline, @Nullable BackTest backTest, List<RunResult> runs) {

    private static final double GOOD_ENOUGH = 0.5;

    /**
     * What is asked.
     *
     * @param catalog the policies there are
     * @param policies with their options, as a configuration writes them; the first one is in force
     * @param servers of the cluster
     * @param service what requests cost for which the trace does not say
     * @param changes of the pool; empty to have the last server leave and come back in a run of its own, for the keys that
     *     this moves
     * @param controller keys of a weight controller at work under each policy; empty for none
     */
    public record Question(
            PolicyCatalog catalog,
            List<String> policies,
            List<ServerModel> servers,
            ServiceModel service,
            List<ClusterChange> changes,
            Map<String, String> controller) {}

    /** Runs a trace without a record of what happened. */
    public static WhatIf of(List<Arrival> arrivals, Question question) {
        double seconds =
                arrivals.isEmpty() ? 0 : arrivals.get(arrivals.size() - 1).atNanos() / 1e9;
        String headline = String.format(
                Locale.ROOT,
                "%d requests over %.1f s to %d servers%n",
                arrivals.size(),
                seconds,
                question.servers().size());
        return new WhatIf(headline, null, runs(arrivals, (long) (seconds * 1e9), question));
    }

    /**
     * Runs an access log. When the servers as its times show them fail the back-test, they are explained otherwise, and the
     * explanation that fits best is taken.
     *
     * @param asking the question for servers as a trace explains them
     */
    public static WhatIf of(LoggedTrace logged, Function<LoggedTrace, Question> asking) {
        LoggedTrace best = logged;
        double least = backTest(logged, asking.apply(logged)).badness();
        if (least > GOOD_ENOUGH) {
            for (LoggedTrace other : logged.otherwise()) {
                double badness = backTest(other, asking.apply(other)).badness();
                if (badness < least) {
                    least = badness;
                    best = other;
                }
            }
        }
        return explained(best, asking.apply(best));
    }

    private static BackTest backTest(LoggedTrace trace, Question question) {
        String current = question.policies().get(0);
        return new BackTest(trace.recorded(), run(trace.arrivals(), question, current, question.changes()));
    }

    private static WhatIf explained(LoggedTrace trace, Question question) {
        long nanos = trace.recorded().lastStartNanos();
        List<RunResult> runs = runs(trace.arrivals(), nanos, question);
        String headline = String.format(
                Locale.ROOT,
                "%d exchanges over %.1f s; clients %s%n%s",
                trace.arrivals().size(),
                nanos / 1e9,
                trace.closed() ? "wait for their replies" : "come when they came",
                question.servers().stream()
                        .map(server -> described(server, trace.mostInFlight().get(server.name())))
                        .collect(Collectors.joining()));
        return new WhatIf(headline, new BackTest(trace.recorded(), runs.get(0)), runs);
    }

    private static String described(ServerModel server, @Nullable Integer mostInFlight) {
        return String.format(
                Locale.ROOT,
                "  %s: weight %d, speed %.2f, %s%s%n",
                server.name(),
                server.weight(),
                server.speed(),
                server.described(),
                mostInFlight == null ? "; not in the log" : "; at most " + mostInFlight + " at once in the log");
    }

    private static List<RunResult> runs(List<Arrival> arrivals, long nanos, Question question) {
        List<RunResult> runs = new ArrayList<>();
        for (String policy : question.policies()) {
            RunResult run = run(arrivals, question, policy, question.changes());
            boolean asked = !question.changes().isEmpty() || question.servers().size() < 2;
            runs.add(
                    asked
                            ? run
                            : run.withChanges(run(arrivals, question, policy, comingAndGoing(nanos, question))
                                    .changes()));
        }
        return runs;
    }

    /** The last server leaves after a third of the time and is back after two. */
    private static List<ClusterChange> comingAndGoing(long nanos, Question question) {
        String last = question.servers().get(question.servers().size() - 1).name();
        return List.of(
                new ClusterChange(nanos / 3, ClusterChange.Kind.LEAVE, last, 1),
                new ClusterChange(nanos / 3 * 2, ClusterChange.Kind.JOIN, last, 1));
    }

    private static RunResult run(
            List<Arrival> arrivals, Question question, String policy, List<ClusterChange> changes) {
        PolicyChoice choice = new PolicyChoice(question.catalog(), policy);
        TraceRun run = new TraceRun(policy.strip(), choice, question.servers(), absent(changes), question.service());
        if (!question.controller().isEmpty()) {
            run.controlledBy(
                    new SimulatedController(question.controller(), choice.name()).probing(usualWork(arrivals)));
        }
        return run.run(arrivals, changes);
    }

    /** The median of what the trace says of it; 0 when it says nothing. */
    private static long usualWork(List<Arrival> arrivals) {
        long[] known = arrivals.stream()
                .mapToLong(Arrival::serviceNanos)
                .filter(nanos -> nanos > 0)
                .sorted()
                .toArray();
        return known.length == 0 ? 0 : known[known.length / 2];
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

    /** As tables for a terminal: the back-test first. */
    public String text() {
        String test = backTest == null ? "" : "\n" + backTest.text();
        return headline + test + "\n" + ComparisonText.of(runs);
    }

    /** As a page with plots. */
    public String page(String title) {
        return ComparisonHtml.of(title, headline + (backTest == null ? "" : "\n" + backTest.text()), runs);
    }
}

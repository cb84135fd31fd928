package org.netchestra.simulation;

import java.util.List;
import java.util.Locale;

/**
 * How well the simulation of what was in force explains what was recorded. Read this before any candidate's figures.
 *
 * @param recorded what really happened
 * @param simulated the same by simulation
 */
public record BackTest(Answers recorded, RunResult simulated) {

    private static final double SHARE_POINTS = 1;
    private static final double P50_PERCENT = 20;
    private static final double MILLI = 1e6;

    /** The greatest difference of a server's share, in points. */
    public double shareErrorPoints() {
        return recorded.servers().stream()
                .mapToDouble(server -> Math.abs(shareError(server)))
                .max()
                .orElse(0);
    }

    private double shareError(String server) {
        return 100 * (simulated.answers().share(server) - recorded.share(server));
    }

    /** How far a quantile of the response times is off, in per cent of the recorded one. */
    public double errorPercent(double part) {
        long really = recorded.responses().quantileNanos(part);
        return really == 0 ? 0 : 100.0 * (simulated.responses().quantileNanos(part) - really) / really;
    }

    /** Whether shares are within 1 point and the median within 20 %. */
    public boolean explains() {
        return shareErrorPoints() <= SHARE_POINTS && Math.abs(errorPercent(0.5)) <= P50_PERCENT;
    }

    /** How far off it is, 1 being as much as is allowed; the tail counts too, half as much. */
    double badness() {
        double median = Math.abs(errorPercent(0.50)) / P50_PERCENT;
        double tail = Math.max(Math.abs(errorPercent(0.95)), Math.abs(errorPercent(0.99))) / (2 * P50_PERCENT);
        return Math.max(shareErrorPoints() / SHARE_POINTS, Math.max(median, tail));
    }

    /** As a table for a terminal, with a sentence on what it means. */
    public String text() {
        TextTable table = new TextTable();
        table.row("back-test of " + simulated.policy(), List.of("recorded", "simulated", "error"));
        for (double part : new double[] {0.50, 0.95, 0.99}) {
            table.row(
                    "p" + Math.round(100 * part) + " ms",
                    List.of(
                            number("%.2f", recorded.responses().quantileNanos(part) / MILLI),
                            number("%.2f", simulated.responses().quantileNanos(part) / MILLI),
                            number("%+.1f %%", errorPercent(part))));
        }
        for (String server : recorded.servers()) {
            table.row(
                    "share " + server,
                    List.of(
                            number("%.1f %%", 100 * recorded.share(server)),
                            number("%.1f %%", 100 * simulated.answers().share(server)),
                            number("%+.1f points", shareError(server))));
        }
        return table.text() + verdict() + "\n";
    }

    private String verdict() {
        return explains()
                ? "The simulation explains what was recorded: shares within 1 point, p50 within 20 %."
                : number(
                                "DO NOT TRUST what follows: the simulation of what was in force is off by %.1f points",
                                shareErrorPoints())
                        + number(" of share and %+.1f %% of p50", errorPercent(0.5))
                        + " (asked: 1 point, 20 %). Was another policy, weight or pool in force?";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

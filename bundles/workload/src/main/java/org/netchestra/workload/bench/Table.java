package org.netchestra.workload.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/** The results as text for a person and as CSV. */
final class Table {
    private Table() {}

    /** One scenario: a line a peer, each figure the median of its rounds. */
    static String of(Results results, Scenario scenario, String reference) {
        StringBuilder text = new StringBuilder(1024);
        text.append(scenario.name()).append(": ").append(scenario.title()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "  %-20s %10s %21s %8s %8s %8s %11s %8s %9s %9s %9s %7s%n",
                "peer",
                scenario.inGbit() ? "Gbit/s" : "requests/s",
                "(min .. max)",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "CPU us/req",
                "RSS MB",
                "rate/ref",
                "p99/ref",
                "CPU/ref",
                "errors"));
        results.peers().forEach(peer -> line(text, results, scenario, peer, reference));
        return text.toString();
    }

    private static void line(StringBuilder text, Results results, Scenario scenario, String peer, String reference) {
        if (results.of(scenario, peer).isEmpty()) {
            return;
        }
        String number = scenario.inGbit() ? "%.2f" : "%,.0f";
        String range = String.format(
                Locale.ROOT,
                "(" + number + " .. " + number + ")",
                results.min(scenario, peer, Result::throughput),
                results.max(scenario, peer, Result::throughput));
        double cpu = results.median(scenario, peer, Result::cpuMicrosPerRequest);
        double rss = results.max(scenario, peer, Result::peakRssMegabytes);
        text.append(String.format(
                Locale.ROOT,
                "  %-20s %10s %21s %8.2f %8.2f %8.2f %11s %8s %9s %9s %9s %7d%n",
                peer,
                String.format(Locale.ROOT, number, results.median(scenario, peer, Result::throughput)),
                range,
                results.median(scenario, peer, r -> r.measured().p50Millis()),
                results.median(scenario, peer, r -> r.measured().p99Millis()),
                results.median(scenario, peer, r -> r.measured().p999Millis()),
                rss > 0 ? String.format(Locale.ROOT, "%.1f", cpu) : "-",
                rss > 0 ? String.format(Locale.ROOT, "%.0f", rss) : "-",
                ratio(results.ratio(scenario, peer, reference, Result::throughput)),
                ratio(results.ratio(scenario, peer, reference, r -> r.measured().p99Millis())),
                ratio(rss > 0 ? cpuRatio(results, scenario, peer, reference) : OptionalDouble.empty()),
                results.of(scenario, peer).stream()
                        .mapToLong(r -> r.measured().errors())
                        .sum()));
    }

    static OptionalDouble cpuRatio(Results results, Scenario scenario, String peer, String reference) {
        return results.ratio(scenario, peer, reference, Result::cpuMicrosPerRequest);
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.3f", ratio.getAsDouble()) : "-";
    }

    /** Every single result, one a line. */
    static String csv(Results results) {
        StringBuilder csv = new StringBuilder("scenario,peer,round,seconds,requests,errors,requests_per_s,gbit_per_s,"
                + "p50_ms,p99_ms,p999_ms,cpu_us_per_request,peak_rss_mb\n");
        for (Result r : results.all()) {
            Measurement m = r.measured();
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%.3f,%d,%d,%.1f,%.4f,%.3f,%.3f,%.3f,%.2f,%.1f%n",
                    r.scenario().name(),
                    r.peer(),
                    r.round(),
                    m.seconds(),
                    m.requests(),
                    m.errors(),
                    m.requestsPerSecond(),
                    m.gbitPerSecond(),
                    m.p50Millis(),
                    m.p99Millis(),
                    m.p999Millis(),
                    r.cpuMicrosPerRequest(),
                    r.peakRssMegabytes()));
        }
        return csv.toString();
    }
}

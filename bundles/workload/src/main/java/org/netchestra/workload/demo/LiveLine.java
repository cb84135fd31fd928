package org.netchestra.workload.demo;

import java.util.List;
import java.util.Locale;
import org.netchestra.workload.generator.FiguresText;
import org.netchestra.workload.generator.LoadFigures;

/** One line about one second of the load. */
final class LiveLine {
    private LiveLine() {}

    /**
     * The line, such as
     * {@code   12 s   21,345 requests/s   s1 33.3 %  s2 33.3 %  s3 33.4 %   p50 1.42 ms  p99 4.80 ms   failures 0}.
     *
     * @param atSecond seconds since the load began
     * @param span the figures of that second
     * @param total the figures so far, for the failures
     */
    static String of(long atSecond, LoadFigures span, LoadFigures total, List<String> servers) {
        StringBuilder line = new StringBuilder(128);
        line.append(String.format(Locale.ROOT, "%5d s  %,8.0f requests/s  ", atSecond, span.ratePerSecond()));
        for (String server : servers) {
            line.append(String.format(Locale.ROOT, " %s %4.1f %% ", server, 100 * span.share(server)));
        }
        line.append(String.format(
                Locale.ROOT,
                "  p50 %.2f ms  p99 %.2f ms   failures %s",
                span.quantileMillis(0.5),
                span.quantileMillis(0.99),
                FiguresText.failures(total)));
        return line.toString();
    }
}

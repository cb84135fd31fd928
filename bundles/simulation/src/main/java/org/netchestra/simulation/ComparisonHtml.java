package org.netchestra.simulation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs side by side as a page of its own: the table, response times over time, and shares. No script, no other file. */
final class ComparisonHtml {

    private static final List<String> COLOURS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f");
    private static final int WIDTH = 760;
    private static final int HEIGHT = 240;
    private static final int LEFT = 60;
    private static final int MARGIN = 20;
    private static final int TICKS = 4;

    private ComparisonHtml() {}

    static String of(String title, String preface, List<RunResult> runs) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
                <style>body{font:14px sans-serif;margin:2em;max-width:60em}pre{overflow:auto}svg{width:100%%;height:auto}</style>
                </head><body><h1>%1$s</h1>
                <pre>%6$s
                %2$s</pre>
                <p>%5$s</p>
                <h2>Mean response time in ms over the trace</h2>
                %3$s
                <h2>Share of each server in per cent</h2>
                %4$s
                </body></html>
                """.formatted(
                        escaped(title),
                        escaped(ComparisonText.of(runs)),
                        lines(runs),
                        bars(runs),
                        legend(runs),
                        escaped(preface));
    }

    private static String lines(List<RunResult> runs) {
        double most = runs.stream()
                .flatMap(run -> run.windows().stream())
                .mapToDouble(RunResult.Window::meanNanos)
                .max()
                .orElse(1);
        StringBuilder plot = new StringBuilder();
        for (int number = 0; number < runs.size(); number++) {
            List<RunResult.Window> windows = runs.get(number).windows();
            StringBuilder points = new StringBuilder();
            for (int window = 0; window < windows.size(); window++) {
                points.append(number(LEFT + (double) (WIDTH - LEFT - MARGIN) * window / windows.size()))
                        .append(',')
                        .append(number(HEIGHT - HEIGHT * windows.get(window).meanNanos() / Math.max(1, most)))
                        .append(' ');
            }
            plot.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                    .append(colour(number))
                    .append("\" points=\"")
                    .append(points.toString().strip())
                    .append("\"/>\n");
        }
        double seconds = runs.get(0).windows().size() * windowNanos(runs.get(0)) / 1e9;
        for (int tick = 0; tick <= TICKS; tick++) {
            double at = (double) tick / TICKS;
            plot.append(label(LEFT + (WIDTH - LEFT - MARGIN) * at, String.format(Locale.ROOT, "%.3g s", seconds * at)));
        }
        return drawing(plot.toString(), String.format(Locale.ROOT, "%.3g ms", most / 1e6));
    }

    private static long windowNanos(RunResult run) {
        return run.windows().get(1).fromNanos();
    }

    private static String label(double x, String text) {
        return "<text x=\"" + number(x) + "\" y=\"" + (HEIGHT + 18) + "\" text-anchor=\"middle\" font-size=\"12\">"
                + escaped(text) + "</text>\n";
    }

    private static String bars(List<RunResult> runs) {
        int servers = runs.get(0).servers().size();
        double most = runs.stream()
                .flatMap(run -> IntStream.range(0, servers).mapToObj(server -> ComparisonText.share(run, server)))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double width = (double) (WIDTH - LEFT) / (servers * (runs.size() + 1));
        StringBuilder plot = new StringBuilder();
        for (int server = 0; server < servers; server++) {
            for (int number = 0; number < runs.size(); number++) {
                double height = HEIGHT * ComparisonText.share(runs.get(number), server) / Math.max(1e-9, most);
                plot.append("<rect x=\"")
                        .append(number(LEFT + width * (server * (runs.size() + 1) + number)))
                        .append("\" y=\"")
                        .append(number(HEIGHT - height))
                        .append("\" width=\"")
                        .append(number(width))
                        .append("\" height=\"")
                        .append(number(height))
                        .append("\" fill=\"")
                        .append(colour(number))
                        .append("\"><title>")
                        .append(escaped(runs.get(0).servers().get(server).name()))
                        .append("</title></rect>\n");
            }
            double middle = LEFT + width * (server * (runs.size() + 1) + runs.size() / 2.0);
            plot.append(label(middle, runs.get(0).servers().get(server).name()));
        }
        return drawing(plot.toString(), String.format(Locale.ROOT, "%.1f %%", 100 * most));
    }

    private static String drawing(String content, String most) {
        return """
                <svg viewBox="0 -10 %1$d %2$d" role="img">
                <text x="%3$d" y="4" text-anchor="end" font-size="12">%4$s</text>
                <text x="%3$d" y="%5$d" text-anchor="end" font-size="12">0</text>
                <path d="M%6$d 0V%5$dH%1$d" fill="none" stroke="#888"/>
                %7$s</svg>
                """.formatted(WIDTH, HEIGHT + 36, LEFT - 6, most, HEIGHT, LEFT, content);
    }

    private static String legend(List<RunResult> runs) {
        return IntStream.range(0, runs.size())
                .mapToObj(number -> "<span style=\"color:" + colour(number) + "\">&#9632;</span> "
                        + escaped(runs.get(number).policy()))
                .collect(Collectors.joining(" &nbsp; "));
    }

    private static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

package org.netchestra.workload.generator;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Figures as text for a person, and as JSON for a program. */
public final class FiguresText {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1};

    private FiguresText() {}

    /** A few lines. */
    public static String summary(LoadFigures figures) {
        StringBuilder text = new StringBuilder(256);
        line(text, "requests   %,d in %.1f s (%,.0f/s)", figures.ended(), seconds(figures), figures.ratePerSecond());
        line(text, "failures   %s", failures(figures));
        line(text, "latency    %s", latencies(figures));
        line(text, "servers    %s", shares(figures));
        figures.samples().forEach(sample -> line(text, "  e.g.     %s", sample));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static double seconds(LoadFigures figures) {
        return figures.nanos() / 1e9;
    }

    /** {@code 0}, or how many of which kind. */
    public static String failures(LoadFigures figures) {
        if (figures.failures().isEmpty()) {
            return "0";
        }
        StringJoiner kinds = new StringJoiner(", ", figures.failed() + " (", ")");
        figures.failures().forEach((kind, count) -> kinds.add(kind.name().toLowerCase(Locale.ROOT) + " " + count));
        return kinds.toString();
    }

    private static String latencies(LoadFigures figures) {
        StringJoiner text = new StringJoiner(", ");
        for (double quantile : QUANTILES) {
            String name = quantile == 1 ? "max" : "p" + number(quantile * 100);
            text.add(String.format(Locale.ROOT, "%s %.2f ms", name, figures.quantileMillis(quantile)));
        }
        return text.toString();
    }

    /** {@code 99} and {@code 99.9} alike without superfluous digits. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }

    private static String shares(LoadFigures figures) {
        StringJoiner text = new StringJoiner(", ");
        for (Map.Entry<String, Long> server : figures.byServer().entrySet()) {
            String name = server.getKey().isEmpty() ? "(unnamed)" : server.getKey();
            double percent = 100 * figures.share(server.getKey());
            text.add(String.format(Locale.ROOT, "%s %,d (%.3f %%)", name, server.getValue(), percent));
        }
        return text.toString();
    }

    /** One JSON object; times are in ms. */
    public static String json(LoadFigures figures) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        json.add("\"seconds\":" + decimal(seconds(figures)));
        json.add("\"requests\":" + figures.ended());
        json.add("\"succeeded\":" + figures.succeeded());
        json.add("\"failed\":" + figures.failed());
        json.add("\"ratePerSecond\":" + decimal(figures.ratePerSecond()));
        json.add("\"replyBytes\":" + figures.replyBytes());
        json.add("\"failures\":" + object(figures.failures()));
        json.add("\"byServer\":" + object(figures.byServer()));
        json.add("\"byStatus\":" + object(figures.byStatus()));
        json.add("\"byTarget\":" + figures.byTarget());
        for (double quantile : QUANTILES) {
            String name =
                    quantile == 1 ? "maxMillis" : "p" + number(quantile * 100).replace(".", "") + "Millis";
            json.add("\"" + name + "\":" + decimal(figures.quantileMillis(quantile)));
        }
        return json.toString();
    }

    private static String object(Map<?, Long> counts) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        counts.forEach((key, count) -> json.add(quoted(key.toString()) + ":" + count));
        return json.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

package org.netchestra.workload.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The results as a picture: for each scenario and peer two bars, throughput and processor time a request, both as
 * ratios to the reference, which is the line at 1.
 */
final class Plot {
    private static final List<String> COLOURS = List.of("#8a8f98", "#4c9a5b", "#2f6fb7", "#c9a227", "#a0522d");
    private static final int LABEL = 140;
    private static final int PANEL = 280;
    private static final int GAP = 50;
    private static final int BAR = 14;
    private static final double FULL_SCALE = 2;

    private final StringBuilder svg = new StringBuilder(8192);
    private final Results results;
    private final String reference;
    private int y = 50;

    private Plot(Results results, String reference) {
        this.results = results;
        this.reference = reference;
    }

    /** The SVG document. */
    static String of(Results results, String reference) {
        return new Plot(results, reference).draw();
    }

    private String draw() {
        results.scenarios().forEach(this::scenario);
        int height = y + 10;
        String head = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LABEL + 2 * PANEL + GAP + 60,
                height);
        return head + panelHead(LABEL, "throughput / " + reference + " (more is better)", height)
                + panelHead(LABEL + PANEL + GAP, "CPU per request / " + reference + " (less is better)", height)
                + svg + "</svg>\n";
    }

    private static String panelHead(int x, String title, int height) {
        double one = x + PANEL / FULL_SCALE;
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"20\" font-weight=\"bold\">%s</text>%n"
                        + "<line x1=\"%.1f\" y1=\"30\" x2=\"%.1f\" y2=\"%d\" stroke=\"#444\" stroke-dasharray=\"3 3\"/>%n"
                        + "<text x=\"%.1f\" y=\"42\" text-anchor=\"middle\" fill=\"#444\">1</text>%n",
                x,
                title,
                one,
                one,
                height - 10,
                one + 8);
    }

    private void scenario(Scenario scenario) {
        text(10, y + 10, "font-weight=\"bold\"", scenario.name() + ": " + scenario.title());
        y += BAR + 4;
        for (String peer : results.peers()) {
            String colour = COLOURS.get(results.peers().indexOf(peer) % COLOURS.size());
            text(LABEL - 8, y + 10, "text-anchor=\"end\"", peer);
            bar(LABEL, colour, results.ratio(scenario, peer, reference, Result::throughput));
            bar(LABEL + PANEL + GAP, colour, Table.cpuRatio(results, scenario, peer, reference));
            y += BAR + 2;
        }
        y += 12;
    }

    private void bar(int x, String colour, OptionalDouble ratio) {
        double value = ratio.orElse(0);
        if (value <= 0) {
            return;
        }
        double width = Math.min(value, FULL_SCALE) / FULL_SCALE * PANEL;
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                BAR - 2,
                colour));
        text((int) (x + width + 4), y + 10, "fill=\"#222\"", String.format(Locale.ROOT, "%.2f", value));
    }

    private void text(int x, int atY, String attributes, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" %s>%s</text>%n", x, atY, attributes, escaped));
    }
}

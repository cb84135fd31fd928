package org.netchestra.experiments.paper001;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Curves, usually over time, as an SVG document. Not thread-safe. */
final class LinePlot {

    private static final List<String> COLOURS =
            List.of("#2f6fb7", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#7f7f7f");
    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 50;
    private static final int TOP = 40;
    private static final int LEGEND = 18;

    private record Curve(String name, int colour, String dashes, List<double[]> points) {}

    private final String title;
    private final String unit;
    private final double seconds;
    private final double most;
    private final List<Curve> curves = new ArrayList<>();

    /**
     * @param seconds the end of the time axis
     * @param most the end of the other one, which begins at 0
     */
    LinePlot(String title, double seconds, double most) {
        this(title, seconds, "s", most);
    }

    /**
     * @param width the end of the axis of what the curves are over, which begins at 0
     * @param unit of that axis
     */
    LinePlot(String title, double width, String unit, double most) {
        this.title = escaped(title);
        this.unit = escaped(unit);
        seconds = width;
        this.most = most;
    }

    /**
     * Adds a curve.
     *
     * @param dashes SVG's stroke-dasharray; empty for a solid line
     * @param points of time and value
     */
    LinePlot curve(String name, int colour, String dashes, List<double[]> points) {
        curves.add(new Curve(escaped(name), colour, dashes, points));
        return this;
    }

    String svg() {
        int height = TOP + HEIGHT + 40 + LEGEND * ((curves.size() + 2) / 3);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"%d\" y=\"22\" font-weight=\"bold\">%s</text>%n",
                WIDTH,
                height,
                LEFT,
                title));
        for (int step = 0; step <= 4; step++) {
            double value = most * step / 4;
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>%n",
                    LEFT,
                    y(value),
                    WIDTH - 10,
                    LEFT - 6,
                    y(value) + 4,
                    value));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f %s</text>%n",
                    x(seconds * step / 4),
                    TOP + HEIGHT + 18,
                    seconds * step / 4,
                    unit));
        }
        for (int number = 0; number < curves.size(); number++) {
            draw(svg, curves.get(number), number);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Curve curve, int number) {
        String stroke = "stroke=\"" + COLOURS.get(curve.colour() % COLOURS.size()) + "\" stroke-dasharray=\""
                + curve.dashes() + "\" stroke-width=\"1.6\" fill=\"none\"";
        String points = curve.points().stream()
                .filter(point -> point[0] >= 0 && point[0] <= seconds)
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point[0]), y(point[1])))
                .collect(Collectors.joining(" "));
        int x = LEFT + (number % 3) * 240;
        int y = TOP + HEIGHT + 40 + LEGEND * (number / 3);
        svg.append(String.format(
                Locale.ROOT,
                "<polyline %s points=\"%s\"/>%n<path d=\"M%d %dh28\" %s/><text x=\"%d\" y=\"%d\">%s</text>%n",
                stroke,
                points,
                x,
                y - 4,
                stroke,
                x + 34,
                y,
                curve.name()));
    }

    private double x(double time) {
        return LEFT + (WIDTH - 10 - LEFT) * time / seconds;
    }

    private double y(double value) {
        return TOP + HEIGHT - HEIGHT * Math.min(value, most) / most;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}

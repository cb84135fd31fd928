package org.netchestra.access;

/** A few lines in a frame, to be seen between the lines of a log. */
public final class Banner {

    private Banner() {}

    public static String around(String text) {
        int width = text.lines().mapToInt(String::length).max().orElse(0);
        String edge = "+" + "-".repeat(width + 4) + "+";
        StringBuilder banner = new StringBuilder("\n").append(edge).append('\n');
        text.lines()
                .forEach(line -> banner.append("|  ")
                        .append(line)
                        .append(" ".repeat(width - line.length()))
                        .append("  |\n"));
        return banner.append(edge).append("\n").toString();
    }
}

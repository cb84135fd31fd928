package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: right-aligned columns as wide as they must be, the first one left-aligned. Not thread-safe. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    void row(String name, List<String> values) {
        List<String> row = new ArrayList<>(List.of(name));
        row.addAll(values);
        rows.add(row);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(String.format("%-" + width(0) + "s", row.get(0)));
            for (int column = 1; column < row.size(); column++) {
                text.append(String.format("  %" + width(column) + "s", row.get(column)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}

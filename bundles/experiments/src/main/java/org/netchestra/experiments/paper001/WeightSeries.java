package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.netchestra.controller.WeightReplay;
import org.netchestra.simulation.SimulatedController;

/** How the weights of a cluster went, in per cent of their sum. Times are seconds from the experiment's start. Immutable. */
final class WeightSeries {

    private static final int TIME = 0;
    private static final int SERVER = 1;
    private static final int NEW_WEIGHT = 11;

    private final NavigableMap<Double, Map<String, Double>> rows;

    private WeightSeries(NavigableMap<Double, Map<String, Double>> rows) {
        this.rows = rows;
    }

    /** Of a controller's record. */
    static WeightSeries recorded(Path file, long startMillis) throws IOException {
        NavigableMap<Double, Map<String, Double>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] fields = line.split("\t", -1);
                rows.computeIfAbsent((Long.parseLong(fields[TIME]) - startMillis) / 1e3, time -> new LinkedHashMap<>())
                        .put(fields[SERVER], Double.parseDouble(fields[NEW_WEIGHT]));
            }
        }
        rows.values().forEach(WeightSeries::toPercent);
        return new WeightSeries(rows);
    }

    /** Of a simulation. */
    static WeightSeries simulated(SimulatedController controller) {
        NavigableMap<Double, Map<String, Double>> rows = new TreeMap<>();
        for (SimulatedController.Row row : controller.rows()) {
            Map<String, Double> weights = new LinkedHashMap<>();
            row.weights().forEach((server, weight) -> weights.put(server, (double) weight));
            toPercent(weights);
            rows.put(row.atNanos() / 1e9, weights);
        }
        return new WeightSeries(rows);
    }

    private static void toPercent(Map<String, Double> weights) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.replaceAll((server, weight) -> 100 * weight / sum);
    }

    /** A server's weight at a moment. */
    double at(String server, double seconds) {
        var row = rows.floorEntry(seconds);
        return (row == null ? rows.firstEntry() : row).getValue().getOrDefault(server, 0.0);
    }

    /** Its mean over a time. */
    double mean(String server, double from, double to) {
        return rows.subMap(from, false, to, true).values().stream()
                .mapToDouble(weights -> weights.getOrDefault(server, 0.0))
                .average()
                .orElseGet(() -> at(server, to));
    }

    /** Times and weights of a server up to a time, for a plot. */
    List<double[]> points(String server, double until) {
        List<double[]> points = new ArrayList<>();
        rows.headMap(until, true)
                .forEach((time, weights) -> points.add(new double[] {time, weights.getOrDefault(server, 0.0)}));
        return points;
    }

    /**
     * Computes a record again.
     *
     * @return what came out otherwise, in words; empty when every weight is the same
     */
    static List<String> replay(Path file) throws IOException {
        WeightReplay replay = new WeightReplay();
        Files.readAllLines(file).forEach(replay::line);
        replay.end();
        List<String> differences = new ArrayList<>();
        if (replay.periods() == 0) {
            differences.add("no period");
        }
        replay.differences().forEach(d -> differences.add(d.toString()));
        return differences;
    }
}

package org.netchestra.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Points dealt to servers: whole numbers, none below the floor, their sum constant. Not thread-safe.
 *
 * <p>The sum is at most {@value #POINTS}, or ten a server where there are more than ten servers: administrators think in
 * per cent. Three equal servers get 33 each, 99 together, as in the paper's first row.
 */
final class WeightTable {

    static final int POINTS = 100;

    private static final int POINTS_PER_SERVER = 10;

    private final List<String> servers;
    private final int[] configured;
    private final int[] weights;
    private final int floor;

    private WeightTable(List<String> servers, int[] configured, int[] weights, int floor) {
        this.servers = List.copyOf(servers);
        this.configured = configured;
        this.weights = weights;
        this.floor = floor;
    }

    /** The administrator's weights in points. Servers of weight 0 get no work and are not in the table. */
    static WeightTable of(Map<String, Integer> configuredWeights, int floor) {
        Map<String, Integer> positive = new LinkedHashMap<>(configuredWeights);
        positive.values().removeIf(w -> w <= 0);
        List<String> servers = new ArrayList<>(positive.keySet());
        int points = Math.max(POINTS, POINTS_PER_SERVER * servers.size());
        long sum = positive.values().stream().mapToLong(w -> w).sum();
        int[] weights = positive.values().stream()
                .mapToInt(w -> Math.max(floor, (int) (points * (long) w / sum)))
                .toArray();
        return new WeightTable(servers, weights, weights.clone(), floor);
    }

    /** These weights as they are. */
    static WeightTable exactly(Map<String, Integer> weights, int floor) {
        int[] points = weights.values().stream().mapToInt(w -> w).toArray();
        return new WeightTable(new ArrayList<>(weights.keySet()), points, points.clone(), floor);
    }

    /**
     * The same servers as far as they go on, with what they had learned; newcomers start with no more than the average, so
     * that nobody is flooded.
     */
    WeightTable reconfigured(Map<String, Integer> configuredWeights) {
        WeightTable next = of(configuredWeights, floor);
        double[] shares = new double[next.size()];
        double average = (double) sum() / Math.max(1, size());
        for (int i = 0; i < shares.length; i++) {
            int before = indexOf(next.server(i));
            shares[i] = before >= 0 ? weights[before] : Math.min(average, next.configured[i]);
        }
        next.deal(IntStream.range(0, shares.length).toArray(), shares);
        return next;
    }

    int size() {
        return weights.length;
    }

    String server(int index) {
        return servers.get(index);
    }

    /** Where a server is, or -1. */
    int indexOf(String server) {
        return servers.indexOf(server);
    }

    int weight(int index) {
        return weights[index];
    }

    int configured(int index) {
        return configured[index];
    }

    int floor() {
        return floor;
    }

    int sum() {
        return Arrays.stream(weights).sum();
    }

    int[] copy() {
        return weights.clone();
    }

    Map<String, Integer> asMap() {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < weights.length; i++) {
            map.put(servers.get(i), weights[i]);
        }
        return map;
    }

    /** How much this server can give. */
    int spare(int index) {
        return weights[index] - floor;
    }

    /** Moves points from one server to another. */
    void move(int from, int to, int points) {
        if (points < 0 || points > spare(from)) {
            throw new IllegalArgumentException("points: " + points + " (expected: 0.." + spare(from) + ")");
        }
        weights[from] -= points;
        weights[to] += points;
    }

    /** Deals what these servers have anew among them, in proportion to the shares: whole points, none below the floor. */
    void deal(int[] indexes, double[] shares) {
        int total = Arrays.stream(indexes).map(i -> weights[i]).sum();
        int[] dealt = Apportionment.deal(shares, total, floor);
        for (int i = 0; i < indexes.length; i++) {
            weights[indexes[i]] = dealt[i];
        }
    }
}

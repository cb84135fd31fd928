package org.netchestra.simulation;

import java.util.Arrays;

/**
 * Parts what a request costs from how slow the server is that answered it: {@code ln(work) = key + server}, fitted by
 * turns. Where every key has one server only, as under hashing, the two cannot be told apart, and the servers count as
 * equally fast.
 */
final class Slowness {

    private static final int TURNS = 40;

    private Slowness() {}

    /**
     * The slowness of each server, 1 being usual.
     *
     * @param key of each request, numbered from 0
     * @param server of each request, numbered from 0
     * @param work of each request
     */
    static double[] of(int[] key, int[] server, long[] work, int keys, int servers) {
        double[] logs = Arrays.stream(work)
                .mapToDouble(nanos -> Math.log((double) Math.max(1, nanos)))
                .toArray();
        double[] keyEffect = new double[keys];
        double[] serverEffect = new double[servers];
        for (int turn = 0; turn < TURNS; turn++) {
            fit(keyEffect, key, serverEffect, server, logs);
            fit(serverEffect, server, keyEffect, key, logs);
        }
        double usual = Arrays.stream(serverEffect).average().orElse(0);
        return Arrays.stream(serverEffect)
                .map(effect -> Math.exp(effect - usual))
                .toArray();
    }

    private static void fit(double[] effect, int[] group, double[] other, int[] otherGroup, double[] logs) {
        double[] sums = new double[effect.length];
        int[] counts = new int[effect.length];
        for (int number = 0; number < logs.length; number++) {
            sums[group[number]] += logs[number] - other[otherGroup[number]];
            counts[group[number]]++;
        }
        for (int index = 0; index < effect.length; index++) {
            effect[index] = counts[index] == 0 ? 0 : sums[index] / counts[index];
        }
    }
}

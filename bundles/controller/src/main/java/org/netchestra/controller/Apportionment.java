package org.netchestra.controller;

import java.util.Arrays;

/** Turns shares into whole points with a given sum, by largest remainder (Hamilton's method) above a floor. Pure. */
final class Apportionment {

    private Apportionment() {}

    /**
     * @param shares positive
     * @param total at least {@code floor} for each
     */
    static int[] deal(double[] shares, int total, int floor) {
        double[] ideal = aboveFloor(shares, total, floor);
        int[] points = new int[ideal.length];
        int left = total;
        for (int i = 0; i < ideal.length; i++) {
            points[i] = Math.max(floor, (int) Math.floor(ideal[i] + 1e-9));
            left -= points[i];
        }
        while (left > 0) {
            int best = largestRemainder(ideal, points);
            points[best]++;
            left--;
        }
        return points;
    }

    /** Scales shares to the total; those below the floor get the floor, at the others' expense. */
    static double[] aboveFloor(double[] shares, double total, double floor) {
        double[] ideal = new double[shares.length];
        boolean[] low = new boolean[shares.length];
        boolean changed = true;
        while (changed) {
            changed = false;
            double free = total;
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                free -= low[i] ? floor : 0;
                sum += low[i] ? 0 : shares[i];
            }
            for (int i = 0; i < shares.length; i++) {
                ideal[i] = low[i] ? floor : shares[i] * free / sum;
                if (!low[i] && ideal[i] < floor) {
                    low[i] = true;
                    changed = true;
                }
            }
        }
        return ideal;
    }

    private static int largestRemainder(double[] ideal, int[] points) {
        double[] remainders = new double[ideal.length];
        Arrays.setAll(remainders, i -> ideal[i] - points[i]);
        int best = 0;
        for (int i = 1; i < remainders.length; i++) {
            if (remainders[i] > remainders[best] + 1e-9) {
                best = i;
            }
        }
        return best;
    }
}

package org.netchestra.controller;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step test: 150 requests/s at three servers of 100/s each; the third is four times slower from 60 s on and whole again
 * at 150 s. A share is taken over a window of 5 s around its time.
 */
final class StepRun {

    private static final double STEP = 60;
    private static final double BACK = 150;
    private static final double END = 240;
    private static final double HALF_WINDOW = 2.5;
    private static final double GRAIN = 0.25;
    private static final int SLOWED = 2;

    private final double[] starts;
    private final double[] seconds;
    private final int[] sharesBefore;
    private final List<ControlledCluster.Row> rows;

    private StepRun(ControlledCluster cluster) {
        rows = cluster.rows();
        List<ControlledCluster.Answer> byStart = cluster.answers().stream()
                .sorted(Comparator.comparingDouble(ControlledCluster.Answer::start))
                .toList();
        starts = byStart.stream().mapToDouble(ControlledCluster.Answer::start).toArray();
        seconds =
                byStart.stream().mapToDouble(ControlledCluster.Answer::seconds).toArray();
        sharesBefore = new int[starts.length + 1];
        for (int i = 0; i < starts.length; i++) {
            sharesBefore[i + 1] = sharesBefore[i] + (byStart.get(i).server() == SLOWED ? 1 : 0);
        }
    }

    static List<StepRun> runs(Supplier<Dealer> dealer, @Nullable ControllerSettings settings, int seeds) {
        return IntStream.rangeClosed(1, seeds)
                .mapToObj(seed -> run(dealer.get(), settings, seed))
                .toList();
    }

    private static StepRun run(Dealer dealer, @Nullable ControllerSettings settings, long seed) {
        WeightController controller =
                settings == null ? null : new WeightController(settings, ControlledCluster.equal(3));
        ControlledCluster cluster = new ControlledCluster(dealer, controller, 1, 1, 1);
        cluster.speedAt(STEP, SLOWED, 0.25);
        cluster.speedAt(BACK, SLOWED, 1);
        cluster.openLoop(150, 0.01, new Random(seed));
        cluster.run(END);
        return new StepRun(cluster);
    }

    static double mean(List<StepRun> runs, ToDoubleFunction<StepRun> figure) {
        return runs.stream().mapToDouble(figure).average().orElseThrow();
    }

    static double worst(List<StepRun> runs, ToDoubleFunction<StepRun> figure) {
        return runs.stream().mapToDouble(figure).max().orElseThrow();
    }

    /** Seconds until the slowed server's share is, and stays, within 5 points of its final mean. */
    double convergedDown() {
        return converged(STEP, BACK);
    }

    /**
     * Seconds after its recovery until its weight, taken over the same window, is and stays within 5 points of its final
     * mean. Not its share: among idle servers that goes by the order of the list.
     */
    double convergedUp() {
        double last = meanWeight((BACK + END) / 2, END);
        double converged = 0;
        for (double t = BACK; t + HALF_WINDOW < END - 1; t += GRAIN) {
            if (Math.abs(meanWeight(t - HALF_WINDOW, t + HALF_WINDOW) - last) > 5) {
                converged = t - BACK + GRAIN;
            }
        }
        return converged;
    }

    private double meanWeight(double from, double to) {
        return rows.stream()
                .filter(r -> r.time() > from && r.time() <= to)
                .mapToInt(r -> r.weights()[SLOWED])
                .average()
                .orElseThrow();
    }

    /** Points by which its share falls below its final mean. */
    double overshoot() {
        double last = finalShare(STEP, BACK);
        double least = last;
        for (double t = STEP; t + HALF_WINDOW < BACK - 1; t += GRAIN) {
            least = Math.min(least, share(t - HALF_WINDOW, t + HALF_WINDOW));
        }
        return last - least;
    }

    double finalShare() {
        return finalShare(STEP, BACK);
    }

    double firstMillis() {
        return meanMillis(STEP, STEP + 10);
    }

    double firstP99Millis() {
        double[] sorted = Arrays.copyOfRange(seconds, index(STEP), index(STEP + 10));
        Arrays.sort(sorted);
        return sorted[(int) (0.99 * sorted.length)] * 1000;
    }

    double steadyMillis() {
        return meanMillis(STEP + 30, BACK);
    }

    double healthyMillis() {
        return meanMillis(20, STEP);
    }

    private double converged(double from, double to) {
        double last = finalShare(from, to);
        double converged = 0;
        for (double t = from; t + HALF_WINDOW < to - 1; t += GRAIN) {
            if (Math.abs(share(t - HALF_WINDOW, t + HALF_WINDOW) - last) > 5) {
                converged = t - from + GRAIN;
            }
        }
        return converged;
    }

    private double finalShare(double from, double to) {
        return share((from + to) / 2, to);
    }

    private double share(double from, double to) {
        int first = index(from);
        int end = index(to);
        return 100.0 * (sharesBefore[end] - sharesBefore[first]) / Math.max(1, end - first);
    }

    private double meanMillis(double from, double to) {
        return Arrays.stream(seconds, index(from), index(to)).average().orElseThrow() * 1000;
    }

    private int index(double time) {
        int found = Arrays.binarySearch(starts, time);
        return found >= 0 ? found : -found - 1;
    }
}

package org.netchestra.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.netchestra.controller.ControllerSettings.Kind;

/**
 * The controllers in a loop with simulated servers: the paper's experiment, and the step test. Servers share their speed among
 * their requests; time is virtual.
 */
final class ClosedLoopTest {

    /** Work of 1e5, 1e7 and 1e8 loops of 3 ns, each with 30 ms that do not depend on it; 30 clients: fitted to the paper. */
    private static final double[] LOOPS = {0.030 + 1e5 * 3e-9, 0.030 + 1e7 * 3e-9, 0.030 + 1e8 * 3e-9};

    private static final int CLIENTS = 30;
    private static final int SEEDS = 6;

    @Test
    void shouldReproduceThePapersTable3() {
        List<ControlledCluster.Row> rows = paper(Dealer.smooth()).rows();
        int[][] paper = {
            {33, 33, 33},
            {44, 33, 23},
            {52, 35, 13},
            {58, 34, 8},
            {67, 29, 4},
            {64, 31, 5},
            {64, 33, 3},
            {63, 33, 4},
            {64, 32, 4}
        };
        System.out.println("Table 3    paper          simulated");
        for (int t = 10; t <= 80; t += 10) {
            int[] weights = rows.get(t - 1).weights();
            System.out.printf("%6d s    %-14s %s%n", t, Arrays.toString(paper[t / 10]), Arrays.toString(weights));
        }
        double[] settled = mean(rows, 70, 80);
        System.out.printf("mean of the last 10 s: %s%n", Arrays.toString(settled));
        assertThat(rows.get(9).weights()[0]).as("points won in the first 10 s").isBetween(42, 45);
        for (int i = 0; i < 3; i++) {
            assertThat(settled[i]).as("N" + i + " settled").isBetween(paper[8][i] - 3.0, paper[8][i] + 3.0);
        }
    }

    @Test
    void shouldStayAroundThePapersWeights() {
        double[] mean = mean(paper(Dealer.smooth()).rows(), 60, 200);
        assertThat(mean[0]).isBetween(61.0, 67.0);
        assertThat(mean[1]).isBetween(29.0, 35.0);
        assertThat(mean[2]).isBetween(1.0, 7.0);
    }

    private static ControlledCluster paper(Dealer dealer) {
        WeightController controller =
                new WeightController(ControllerSettings.of(Kind.PAPER), ControlledCluster.equal(3));
        ControlledCluster cluster = new ControlledCluster(dealer, controller, 1, 1, 1);
        cluster.closedLoop(CLIENTS, LOOPS);
        cluster.probed(LOOPS);
        cluster.run(200.5);
        return cluster;
    }

    private static double[] mean(List<ControlledCluster.Row> rows, double from, double to) {
        double[] mean = new double[3];
        List<ControlledCluster.Row> part =
                rows.stream().filter(r -> r.time() > from && r.time() <= to).toList();
        part.forEach(r -> Arrays.setAll(mean, i -> mean[i] + (double) r.weights()[i] / part.size()));
        return mean;
    }

    @Test
    void shouldTakeThePaperHalfAMinuteForAStep() {
        List<StepRun> runs = runs(Dealer::smooth, Kind.PAPER, false);
        assertThat(StepRun.mean(runs, StepRun::convergedDown)).isBetween(24.0, 32.0);
        assertThat(StepRun.mean(runs, StepRun::overshoot)).isLessThan(1.5);
    }

    @Test
    void shouldBeQuickAndCalmWithProportionalControlAndShortestDelay() {
        List<StepRun> runs = runs(Dealer::shortestDelay, Kind.PI, true);
        List<StepRun> least = StepRun.runs(Dealer::leastConnections, null, SEEDS);
        assertThat(StepRun.mean(runs, StepRun::convergedDown)).isLessThan(5);
        assertThat(StepRun.mean(runs, StepRun::overshoot)).isLessThan(1);
        assertThat(StepRun.mean(runs, StepRun::convergedUp)).isLessThan(30);
        assertThat(StepRun.mean(runs, StepRun::firstMillis))
                .isLessThan(1.3 * StepRun.mean(least, StepRun::firstMillis));
        assertThat(StepRun.mean(runs, StepRun::steadyMillis))
                .isLessThan(1.3 * StepRun.mean(least, StepRun::steadyMillis));
    }

    @Test
    void shouldBeStableWithProportionalControlUnderAPolicyThatDealsByWeightAlone() {
        List<StepRun> runs = runs(Dealer::smooth, Kind.PI, false);
        assertThat(StepRun.worst(runs, StepRun::convergedDown)).isLessThan(6);
        assertThat(StepRun.mean(runs, StepRun::overshoot)).isLessThan(1.5);
        assertThat(StepRun.mean(runs, StepRun::steadyMillis)).isLessThan(40);
    }

    @Test
    void shouldBeQuickWhenAdaptive() {
        List<StepRun> runs = runs(Dealer::shortestDelay, Kind.ADAPTIVE, true);
        assertThat(StepRun.mean(runs, StepRun::convergedDown)).isLessThan(6);
    }

    @Test
    void shouldHardlyEverMoveEqualServers() {
        int away = 0;
        int all = 0;
        for (long seed = 1; seed <= 8; seed++) {
            WeightController controller =
                    new WeightController(ControllerSettings.of(Kind.PI), ControlledCluster.equal(3));
            ControlledCluster cluster = new ControlledCluster(Dealer.shortestDelay(), controller, 1, 1, 1);
            cluster.openLoop(150, 0.01, new Random(seed));
            cluster.run(300);
            all += cluster.rows().size();
            for (ControlledCluster.Row row : cluster.rows()) {
                away += Arrays.stream(row.weights()).allMatch(w -> w >= 30 && w <= 36) ? 0 : 1;
            }
        }
        assertThat(away)
                .as("periods with a weight off by more than 3 points, of %d", all)
                .isLessThan(all / 20);
    }

    @Test
    void shouldReachTheSameWeightsWhenARunIsReplayed() {
        for (Kind kind : Kind.values()) {
            WeightController controller = new WeightController(ControllerSettings.of(kind), ControlledCluster.equal(3));
            ControlledCluster cluster = new ControlledCluster(Dealer.shortestDelay(), controller, 1, 1, 1);
            cluster.speedAt(60, 2, 0.25);
            cluster.openLoop(150, 0.01, new Random(1));
            cluster.run(120);
            WeightController again = new WeightController(ControllerSettings.of(kind), ControlledCluster.equal(3));
            for (int i = 0; i < cluster.recorded.size(); i++) {
                again.tick(i, cluster.recorded.get(i));
                assertThat(again.weights().values().stream().mapToInt(w -> w).toArray())
                        .isEqualTo(cluster.rows().get(i).weights());
            }
        }
    }

    private static List<StepRun> runs(Supplier<Dealer> dealer, Kind kind, boolean inFlightAware) {
        ControllerSettings defaults = ControllerSettings.of(kind);
        ControllerSettings settings =
                new ControllerSettings(kind, defaults.period(), 1, 2, defaults.deadBand(), inFlightAware);
        return StepRun.runs(dealer, settings, SEEDS);
    }
}

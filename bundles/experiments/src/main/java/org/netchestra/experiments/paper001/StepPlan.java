package org.netchestra.experiments.paper001;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.netchestra.workload.generator.Target;

/**
 * The step test: 150 requests/s of exponential work at three servers of 100/s each; one is four times slower for a while.
 *
 * @param step when it slows down, in seconds
 * @param back when it has its speed again
 * @param end of the test
 */
record StepPlan(double step, double back, double end) {

    static final StepPlan USUAL = new StepPlan(25, 85, 145);
    static final String SLOWED = "n2";
    static final double RATE = 150;
    static final int SLOW_PERCENT = 25;

    private static final int SIZES = 500;
    private static final double MEAN_MICROS = 10_000;

    /** What requests cost, in turn: the quantiles of the exponential distribution, shuffled. */
    static List<Long> workMicros() {
        List<Long> sizes = new ArrayList<>(IntStream.range(0, SIZES)
                .mapToObj(number -> Math.max(1, Math.round(-Math.log(1 - (number + 0.5) / SIZES) * MEAN_MICROS)))
                .toList());
        Collections.shuffle(sizes, new Random(1));
        return sizes;
    }

    static List<Target> targets() {
        return workMicros().stream()
                .map(micros -> Target.get("/busy/" + micros))
                .toList();
    }
}

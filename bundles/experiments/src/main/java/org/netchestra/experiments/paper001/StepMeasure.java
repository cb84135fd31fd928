package org.netchestra.experiments.paper001;

import org.jspecify.annotations.Nullable;
import org.netchestra.simulation.Answers;

/**
 * What a server's slowing down and its recovery did, by the same measure for simulations and the real appliance. Times are
 * seconds, shares points. A share is taken over a window of 5 s around its time. Immutable.
 */
final class StepMeasure {

    static final double CONVERGED_SECONDS = 5;
    static final double OVERSHOOT_POINTS = 1;
    static final double RECOVERED_SECONDS = 30;
    static final double OF_LEAST_CONNECTIONS = 1.3;

    private static final double HALF_WINDOW = 2.5;
    private static final double GRAIN = 0.25;
    private static final double CLOSE = 5;
    private static final double SECOND = 1e9;

    private final StepPlan plan;
    private final Answers answers;
    private final @Nullable WeightSeries weights;
    private final double offset;

    /**
     * @param weights of the cluster, or null without a controller
     * @param offset when the answers' time begins, in the plan's time
     */
    StepMeasure(StepPlan plan, Answers answers, @Nullable WeightSeries weights, double offset) {
        this.plan = plan;
        this.answers = answers;
        this.weights = weights;
        this.offset = offset;
    }

    /** Until the slowed server's share is, and stays, within 5 points of its final mean. */
    double converged() {
        double last = finalShare();
        double converged = 0;
        for (double t = plan.step(); t + HALF_WINDOW < plan.back() - 1; t += GRAIN) {
            if (Math.abs(share(t - HALF_WINDOW, t + HALF_WINDOW) - last) > CLOSE) {
                converged = t - plan.step() + GRAIN;
            }
        }
        return converged;
    }

    /** Points by which its share falls below its final mean. */
    double overshoot() {
        double last = finalShare();
        double least = last;
        for (double t = plan.step(); t + HALF_WINDOW < plan.back() - 1; t += GRAIN) {
            least = Math.min(least, share(t - HALF_WINDOW, t + HALF_WINDOW));
        }
        return last - least;
    }

    /** After its recovery: until its weight over the same window is, and stays, within 5 points of what it was before the step. */
    double recovered() {
        if (weights == null) {
            return Double.NaN;
        }
        double last = weights.mean(StepPlan.SLOWED, plan.step() / 2, plan.step());
        double recovered = 0;
        for (double t = plan.back(); t + HALF_WINDOW < plan.end() - 1; t += GRAIN) {
            if (Math.abs(weights.mean(StepPlan.SLOWED, t - HALF_WINDOW, t + HALF_WINDOW) - last) > CLOSE) {
                recovered = t - plan.back() + GRAIN;
            }
        }
        return recovered;
    }

    /** Mean response time of those that began in the first 10 s, in milliseconds. */
    double firstMillis() {
        return meanMillis(plan.step(), plan.step() + 10);
    }

    /** The same when it has settled. */
    double steadyMillis() {
        return meanMillis((plan.step() + plan.back()) / 2, plan.back());
    }

    /** The same before anything happened. */
    double healthyMillis() {
        return meanMillis(plan.step() / 2, plan.step());
    }

    /** Whether it keeps all that is asked of a controller, beside least connections under the same load. */
    boolean holds(StepMeasure leastConnections) {
        return converged() < CONVERGED_SECONDS
                && overshoot() < OVERSHOOT_POINTS
                && recovered() < RECOVERED_SECONDS
                && firstMillis() <= OF_LEAST_CONNECTIONS * leastConnections.firstMillis();
    }

    double finalShare() {
        return share((plan.step() + plan.back()) / 2, plan.back());
    }

    private double share(double from, double to) {
        return 100 * answers.share(StepPlan.SLOWED, nanos(from), nanos(to));
    }

    private double meanMillis(double from, double to) {
        return answers.responses(nanos(from), nanos(to)).meanNanos() / 1e6;
    }

    private long nanos(double seconds) {
        return (long) ((seconds - offset) * SECOND);
    }
}

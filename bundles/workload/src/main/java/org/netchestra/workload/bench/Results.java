package org.netchestra.workload.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** All results of a run, and what is said of them: medians, and ratios taken round by round. Not thread-safe. */
final class Results {
    private final List<Result> all = new ArrayList<>();

    void add(Result result) {
        all.add(result);
    }

    List<Result> all() {
        return List.copyOf(all);
    }

    List<Scenario> scenarios() {
        return all.stream().map(Result::scenario).distinct().toList();
    }

    List<String> peers() {
        return all.stream().map(Result::peer).distinct().toList();
    }

    List<Result> of(Scenario scenario, String peer) {
        return all.stream()
                .filter(r -> r.scenario().equals(scenario) && r.peer().equals(peer))
                .toList();
    }

    double median(Scenario scenario, String peer, ToDoubleFunction<Result> figure) {
        return median(of(scenario, peer).stream().mapToDouble(figure).toArray());
    }

    double min(Scenario scenario, String peer, ToDoubleFunction<Result> figure) {
        return of(scenario, peer).stream().mapToDouble(figure).min().orElse(Double.NaN);
    }

    double max(Scenario scenario, String peer, ToDoubleFunction<Result> figure) {
        return of(scenario, peer).stream().mapToDouble(figure).max().orElse(Double.NaN);
    }

    /** The median of a figure's ratio to the reference in the same round; empty where there is nothing to compare. */
    OptionalDouble ratio(Scenario scenario, String peer, String reference, ToDoubleFunction<Result> figure) {
        List<Double> ratios = new ArrayList<>();
        for (Result result : of(scenario, peer)) {
            for (Result other : of(scenario, reference)) {
                double base = figure.applyAsDouble(other);
                if (other.round() == result.round() && base > 0) {
                    ratios.add(figure.applyAsDouble(result) / base);
                }
            }
        }
        return ratios.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        median(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

package org.netchestra.controller;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.controller.ControllerSettings.Kind;

/** Prints the table of the step test for all rules. Run it by hand. */
final class ConvergenceTable {

    private ConvergenceTable() {}

    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        row("none, rr", Dealer::smooth, null, seeds);
        row("none, least connections", Dealer::leastConnections, null, seeds);
        row("paper, blocks", Dealer::blocks, ControllerSettings.of(Kind.PAPER), seeds);
        for (Kind kind : Kind.values()) {
            ControllerSettings s = ControllerSettings.of(kind);
            ControllerSettings blind = new ControllerSettings(kind, s.period(), 1, 2, s.deadBand(), false);
            row(kind.word() + ", smooth", Dealer::smooth, blind, seeds);
            row(kind.word() + ", sed", Dealer::shortestDelay, s, seeds);
        }
    }

    private static void row(String name, Supplier<Dealer> dealer, @Nullable ControllerSettings settings, int seeds) {
        List<StepRun> runs = StepRun.runs(dealer, settings, seeds);
        System.out.printf(
                Locale.ROOT,
                "%-26s down %5.1f (worst %5.1f)  over %4.1f  up %5.1f (worst %5.1f)  first %6.0f ms p99 %6.0f  steady %6.1f  healthy %5.1f  share %4.1f%n",
                name,
                StepRun.mean(runs, StepRun::convergedDown),
                StepRun.worst(runs, StepRun::convergedDown),
                StepRun.mean(runs, StepRun::overshoot),
                StepRun.mean(runs, StepRun::convergedUp),
                StepRun.worst(runs, StepRun::convergedUp),
                StepRun.mean(runs, StepRun::firstMillis),
                StepRun.mean(runs, StepRun::firstP99Millis),
                StepRun.mean(runs, StepRun::steadyMillis),
                StepRun.mean(runs, StepRun::healthyMillis),
                StepRun.mean(runs, StepRun::finalShare));
    }
}

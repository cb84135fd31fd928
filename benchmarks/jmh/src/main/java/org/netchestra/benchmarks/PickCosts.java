package org.netchestra.benchmarks;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures every policy on the class path, or those named as arguments, and prints a table. */
final class PickCosts {

    private static final int WARM_UPS = 3;
    private static final TimeValue WARM_UP = TimeValue.milliseconds(400);
    private static final int ITERATIONS = 150;
    /** Shorter than a scheduler's time slice, so that most iterations are not interrupted on a busy machine. */
    private static final TimeValue ITERATION = TimeValue.milliseconds(3);

    private PickCosts() {}

    public static void main(String[] policies) throws RunnerException {
        String[] names = policies.length > 0 ? policies : Pickers.names();
        PickReport report = new PickReport();
        for (int threads = 1; threads <= 2; threads++) {
            report.add(new Runner(new OptionsBuilder()
                            .include(PickBenchmark.class.getSimpleName())
                            .param("policy", names)
                            .threads(threads)
                            .forks(1)
                            .warmupIterations(WARM_UPS)
                            .warmupTime(WARM_UP)
                            .measurementIterations(ITERATIONS)
                            .measurementTime(ITERATION)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run());
        }
        System.out.println(report.markdown());
    }
}

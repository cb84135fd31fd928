package org.netchestra.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures every policy on the class path, or those named as arguments, and prints a table. A name may have options behind
 * it, {@code 'hrw hash=mix'}. {@code --servers 16,4096}, {@code --threads 1}, and {@code --keys 256}: so many keys in turn, or 0
 * for a new key each time.
 */
final class PickCosts {

    private static final int WARM_UPS = 3;
    private static final TimeValue WARM_UP = TimeValue.milliseconds(250);
    private static final int ITERATIONS = 100;
    /** Shorter than a scheduler's time slice, so that most iterations are not interrupted on a busy machine. */
    private static final TimeValue ITERATION = TimeValue.milliseconds(3);

    private PickCosts() {}

    public static void main(String[] arguments) throws RunnerException {
        List<String> policies = new ArrayList<>(List.of(arguments));
        String[] servers = option(policies, "--servers", "3,16,256,4096");
        String[] threads = option(policies, "--threads", "1,2");
        String[] keys = option(policies, "--keys", "256");
        String[] names = policies.isEmpty() ? Pickers.names() : policies.toArray(new String[0]);
        PickReport report = new PickReport();
        for (String count : threads) {
            report.add(new Runner(new OptionsBuilder()
                            .include(PickBenchmark.class.getSimpleName())
                            .param("policy", names)
                            .param("servers", servers)
                            .param("keys", keys)
                            .threads(Integer.parseInt(count))
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

    /** Takes an option and its values, parted by commas, out of the arguments. */
    private static String[] option(List<String> arguments, String name, String usual) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return usual.split(",", -1);
        }
        if (at + 1 == arguments.size()) {
            throw new IllegalArgumentException(name + ": nothing (expected: such as " + usual + ")");
        }
        arguments.remove(at);
        return arguments.remove(at).split(",", -1);
    }
}

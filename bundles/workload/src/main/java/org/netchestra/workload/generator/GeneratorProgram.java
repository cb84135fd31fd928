package org.netchestra.workload.generator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.netchestra.workload.Arguments;

/** The load generator as a program: a summary at the end (or JSON), exit code 1 when a request failed. */
public final class GeneratorProgram {
    private static final Set<String> OPTIONS = Set.of(
            "--connect",
            "--targets",
            "--connections",
            "--loops",
            "--requests",
            "--seconds",
            "--rate",
            "--timeout",
            "--request-ids",
            "--servers");
    private static final Set<String> FLAGS = Set.of("--json", "--live", "--connection-per-request");

    private static final long YEAR_SECONDS = 31_536_000;

    private GeneratorProgram() {}

    /** Runs the load that the command line describes. */
    public static void main(String[] words) throws InterruptedException {
        try {
            Arguments arguments = Arguments.parse(List.of(words), OPTIONS, FLAGS);
            System.exit(run(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static int run(Arguments arguments) throws InterruptedException {
        try (Generator generator = Generator.start(plan(arguments))) {
            while (arguments.has("--live") && !generator.ended().isDone()) {
                Thread.sleep(1000);
                System.out.println(live(generator.sinceLast()));
            }
            LoadFigures figures = generator.ended().join();
            System.out.print(arguments.has("--json") ? FiguresText.json(figures) + "\n" : FiguresText.summary(figures));
            return figures.failed() == 0 ? 0 : 1;
        }
    }

    private static String live(LoadFigures second) {
        return String.format(
                Locale.ROOT,
                "%,8.0f/s  p50 %.2f ms  p99 %.2f ms  failures %s",
                second.ratePerSecond(),
                second.quantileMillis(0.5),
                second.quantileMillis(0.99),
                FiguresText.failures(second));
    }

    private static LoadPlan plan(Arguments arguments) {
        long seconds = arguments.has("--requests") ? YEAR_SECONDS : 10;
        LoadPlan plan = LoadPlan.to(address(arguments.text("--connect")))
                .targets(TargetSyntax.parse(arguments.text("--targets", "/bytes/1024")))
                .connections((int) arguments.number("--connections", 16, 1, 100_000))
                .loops((int) arguments.number("--loops", 1, 1, 64))
                .requests(arguments.number("--requests", Long.MAX_VALUE, 1, Long.MAX_VALUE))
                .duration(Duration.ofSeconds(arguments.number("--seconds", seconds, 1, YEAR_SECONDS)))
                .ratePerSecond((double) arguments.number("--rate", 0, 1, 10_000_000))
                .timeout(Duration.ofSeconds(arguments.number("--timeout", 30, 1, 86_400)))
                .connectionPerRequest(arguments.has("--connection-per-request"));
        plan = arguments.has("--servers")
                ? plan.servers(arguments.text("--servers").split(",", -1))
                : plan;
        return arguments.has("--request-ids") ? plan.requestIds(arguments.text("--request-ids")) : plan;
    }

    @SuppressWarnings("AddressSelection") // a load goes to one address: the first is the one
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("--connect: " + text + " (expected: HOST:PORT)");
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}

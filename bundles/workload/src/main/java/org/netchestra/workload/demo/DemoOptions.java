package org.netchestra.workload.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.netchestra.workload.Arguments;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;
import org.netchestra.workload.generator.TargetSyntax;

/**
 * What the demo is asked to do. Immutable.
 *
 * @param distribution the unpacked distribution
 * @param port the virtual server's port, 0 for a free one
 * @param policy the balancing policy's name
 * @param weights one weight a server, which also says how many servers there are
 * @param connections the generator's connections
 * @param rate requests a second, 0 for as many as the replies allow
 * @param requests the generator's budget
 * @param duration how long the generator runs
 * @param targets what is requested
 */
record DemoOptions(
        Path distribution,
        int port,
        String policy,
        List<Integer> weights,
        int connections,
        long rate,
        long requests,
        Duration duration,
        List<Target> targets) {
    static final String USAGE = """
            demo: the appliance, three real servers and clients that know one address

              --seconds N      end after N seconds (without: Ctrl-C ends it)
              --requests N     end after N requests
              --port P         the virtual server's port (without: a free one)
              --policy NAME    the balancing policy (rr)
              --weights A,B,.. a weight for each server (1,1,1)
              --connections C  the clients' connections (32)
              --rate R         requests a second (without: as many as the replies allow)
              --targets T,..   what is requested, as in '/bytes/1024 weight=3, /burn/1e5' (/bytes/1024)

            It ends with 0 only if no request failed, with 1 if one did or the appliance did not start,
            and with 2 if it was called wrongly or the port is taken.""";

    private static final Set<String> OPTIONS = Set.of(
            "--distribution",
            "--port",
            "--policy",
            "--weights",
            "--connections",
            "--rate",
            "--requests",
            "--seconds",
            "--targets");
    private static final long YEAR_SECONDS = 31_536_000;

    static DemoOptions parse(List<String> words) {
        Arguments arguments = Arguments.parse(words, OPTIONS, Set.of());
        return new DemoOptions(
                Path.of(arguments.text("--distribution")),
                (int) arguments.number("--port", 0, 1, 65535),
                arguments.text("--policy", "rr"),
                weights(arguments.text("--weights", "1,1,1")),
                (int) arguments.number("--connections", 32, 1, 10_000),
                arguments.number("--rate", 0, 1, 1_000_000),
                arguments.number("--requests", Long.MAX_VALUE, 1, Long.MAX_VALUE),
                Duration.ofSeconds(arguments.number("--seconds", YEAR_SECONDS, 1, YEAR_SECONDS)),
                TargetSyntax.parse(arguments.text("--targets", "/bytes/1024")));
    }

    private static List<Integer> weights(String text) {
        List<Integer> weights = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            if (!word.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("--weights: " + text + " (expected: whole numbers, such as 2,1,1)");
            }
            weights.add(Integer.parseInt(word));
        }
        return List.copyOf(weights);
    }

    /** The load, once the virtual server's port is known. */
    LoadPlan plan(int listenPort) {
        return LoadPlan.toPort(listenPort)
                .targets(targets)
                .connections(connections)
                .ratePerSecond((double) rate)
                .requests(requests)
                .duration(duration);
    }

    /** The servers' names: s1, s2 and so on. */
    List<String> serverNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= weights.size(); i++) {
            names.add("s" + i);
        }
        return names;
    }
}

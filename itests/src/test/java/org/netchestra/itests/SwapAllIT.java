package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/**
 * From each policy to the next under full load; {@code -Dnetchestra.swaps.all=200} for the long run. What it did to response
 * times is written to {@code target/swap-all.txt}: a machine that does other things meanwhile says nothing about them.
 */
@ExtendWith(Appliance.Shared.class)
final class SwapAllIT {

    private static final int SWAPS = Integer.getInteger("netchestra.swaps.all", 45);
    private static final int SWAPS_A_MINUTE = 200;
    private static final Duration DUE = Duration.ofMillis(SWAPS * 60_000L / SWAPS_A_MINUTE);
    /** Wide enough for a machine that does other things: what is asserted is that swaps do not wait for one another. */
    private static final Duration AT_MOST = DUE.multipliedBy(4).plusSeconds(15);

    private record Swapped(LoadFigures load, Duration time) {}

    @Test
    void shouldSwapAmongAllPoliciesUnderFullLoadWithoutLosingARequest(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        // A weight of 50 is so many connections for ovf; in the end the three servers must take all of them.
        VirtualServerFile shop = VirtualServerFile.http("swap-all", port)
                .server("s1", appliance.serverPort(0), 50)
                .server("s2", appliance.serverPort(1), 50)
                .server("s3", appliance.serverPort(2), 50);
        appliance.configure(shop, port);
        List<String> policies = policies(appliance);
        assertThat(policies).hasSizeGreaterThanOrEqualTo(36).contains("priority", "subset", "lard-r", "maglev");
        LoadPlan plan = LoadPlan.toPort(port).connections(32).targets(targets());
        Generator.run(plan.duration(Duration.ofSeconds(5)));

        LoadFigures quiet = Generator.run(plan.duration(DUE));
        Swapped swaps = whileSwapping(appliance, shop, plan, policies);
        LoadFigures swapped = swaps.load();

        String figures = String.format(
                Locale.ROOT,
                "%d swaps among %d policies in %.1f s: %.0f requests/s, p50 %.2f ms, p99 %.2f ms; without: %.0f requests/s, p50 %.2f ms, p99 %.2f ms",
                SWAPS,
                policies.size(),
                swaps.time().toMillis() / 1000.0,
                swapped.ratePerSecond(),
                swapped.quantileMillis(0.5),
                swapped.quantileMillis(0.99),
                quiet.ratePerSecond(),
                quiet.quantileMillis(0.5),
                quiet.quantileMillis(0.99));
        Files.writeString(Path.of("target", "swap-all.txt"), figures + "\n");
        assertThat(quiet.failures()).as("%s", quiet.samples()).isEqualTo(Map.of());
        assertThat(swapped.failures()).as("%s", swapped.samples()).isEqualTo(Map.of());
        assertThat(swapped.byServer()).containsOnlyKeys("s1", "s2", "s3");
        assertThat(swaps.time()).isLessThan(AT_MOST);
        appliance.remove(shop);
    }

    private static Swapped whileSwapping(
            Appliance appliance, VirtualServerFile shop, LoadPlan plan, List<String> policies) throws IOException {
        long generation = generation(appliance);
        try (Generator load = Generator.start(plan.duration(Duration.ofMinutes(10)))) {
            long begin = System.nanoTime();
            for (int swap = 0; swap < SWAPS; swap++) {
                String policy = policies.get(swap % policies.size());
                configure(appliance, shop, policy);
                long due = begin + (swap + 1) * 60_000_000_000L / SWAPS_A_MINUTE;
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            load.stop();
            assertThat(generation(appliance)).isGreaterThanOrEqualTo(generation + SWAPS);
            return new Swapped(load.ended().join(), time);
        }
    }

    private static void configure(Appliance appliance, VirtualServerFile shop, String policy) throws IOException {
        appliance.process().configure(shop.policy(policy));
        appliance.await("policy " + policy, () -> inForce(appliance).equals(policy));
    }

    /** Many keys and some hot ones, so that policies which remember have something to remember. */
    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int size = 100; size < 600; size++) {
            targets.add(Target.bytes(size));
        }
        return targets;
    }

    private static List<String> policies(Appliance appliance) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode row : appliance.attribute("org.netchestra:type=Policies", "Policies")) {
            if (row.path("state").asText().equals("ACTIVE")) {
                names.add(row.path("name").asText());
            }
        }
        return names;
    }

    private static String inForce(Appliance appliance) throws IOException {
        return appliance
                .attribute(Appliance.virtualServer("swap-all"), "Policy")
                .asText();
    }

    private static long generation(Appliance appliance) throws IOException {
        return appliance
                .attribute(Appliance.virtualServer("swap-all"), "PolicyGeneration")
                .asLong();
    }
}

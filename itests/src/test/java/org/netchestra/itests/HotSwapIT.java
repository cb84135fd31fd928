package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.itests.probe.BundleEventsProbe;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Policy bundles dropped into deploy/ under load: swapped each time, nothing lost, nothing else refreshed. */
@ExtendWith(Appliance.Shared.class)
final class HotSwapIT {

    private static final String SWAPPED = "org.netchestra.itests.swapped";
    private static final int SWAPS = Integer.getInteger("netchestra.swaps", 8);

    @Test
    void shouldSwapPoliciesUnderLoadWithoutLosingARequest(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("swapping", port);
        appliance.configure(shop, port);
        Path automatic = appliance.settings("org.netchestra.policies", "auto-activate = true\n");
        DeployedBundle probe = DeployedBundle.in(appliance, "probe.jar")
                .ofActivator("org.netchestra.itests.probe", BundleEventsProbe.class);
        DeployedBundle policy = DeployedBundle.in(appliance, "swapped.jar");
        try (Generator load = Generator.start(LoadPlan.toPort(port)
                .connections(32)
                .ratePerSecond(1500)
                .duration(Duration.ofMinutes(10))
                .targets(Target.bytes(500)))) {
            long generation = generation(appliance);
            for (int swap = 1; swap <= SWAPS; swap++) {
                policy.ofDistribution("policies.rotation", SWAPPED, "9.0." + swap);
                awaitActive(appliance, SWAPPED + " 9.0." + swap);
                generation = awaitSwap(appliance, generation);
            }
            policy.remove();
            awaitActive(appliance, "org.netchestra.policies.rotation ");
            awaitSwap(appliance, generation);
            load.stop();
            LoadFigures figures = load.ended().join();
            assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
            assertThat(figures.succeeded()).isGreaterThan(1000);
        }
        assertThat(refreshed(appliance)).containsOnly(SWAPPED).hasSizeLessThanOrEqualTo(SWAPS + 1);
        probe.remove();
        Files.delete(automatic);
        appliance.remove(shop);
    }

    private static long generation(Appliance appliance) throws IOException {
        return appliance
                .attribute(Appliance.virtualServer("swapping"), "PolicyGeneration")
                .asLong();
    }

    /** A new bundle is vetted first, and meanwhile the one from before the old one works again: that is a swap, too. */
    private static void awaitActive(Appliance appliance, String origin) throws IOException {
        appliance.await("rr of " + origin, () -> {
            for (JsonNode row : appliance.attribute("org.netchestra:type=Policies", "Policies")) {
                if (row.path("name").asText().equals("rr")
                        && row.path("state").asText().equals("ACTIVE")
                        && row.path("origin").asText().startsWith(origin)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static long awaitSwap(Appliance appliance, long before) throws IOException {
        appliance.await("the policy to be swapped", () -> generation(appliance) > before);
        return generation(appliance);
    }

    private static List<String> refreshed(Appliance appliance) throws IOException {
        return Files.readAllLines(
                appliance.process().directory().resolve("data").resolve(BundleEventsProbe.FILE));
    }
}

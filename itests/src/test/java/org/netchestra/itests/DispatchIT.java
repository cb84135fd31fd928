package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** The main job: one address, three servers, every reply right, shares as the policy says. */
@ExtendWith(Appliance.Shared.class)
final class DispatchIT {

    @Test
    void shouldShareEvenlyUnderRoundRobin(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("even", port);
        appliance.configure(shop, port);

        LoadFigures figures = Generator.run(
                LoadPlan.toPort(port).connections(16).requests(60_000).targets(Target.bytes(1024)));

        assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        assertThat(figures.succeeded()).isEqualTo(60_000);
        for (String server : new String[] {"s1", "s2", "s3"}) {
            assertThat(figures.share(server)).isCloseTo(1 / 3.0, within(0.001));
        }
        assertThat(appliance
                        .attribute(Appliance.virtualServer("even"), "Requests")
                        .asLong())
                .isGreaterThanOrEqualTo(60_000);
        appliance.remove(shop);
    }

    @Test
    void shouldShareByWeightUnderWeightedRoundRobin(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = VirtualServerFile.http("weighted", port)
                .policy("wrr")
                .server("s1", appliance.serverPort(0), 3)
                .server("s2", appliance.serverPort(1), 2)
                .server("s3", appliance.serverPort(2), 1);
        appliance.configure(shop, port);

        LoadFigures figures = Generator.run(
                LoadPlan.toPort(port).connections(8).requests(60_000).targets(Target.bytes(100)));

        assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        assertThat(figures.byServer().get("s1")).isCloseTo(30_000, within(2L));
        assertThat(figures.byServer().get("s2")).isCloseTo(20_000, within(2L));
        assertThat(figures.byServer().get("s3")).isCloseTo(10_000, within(2L));
        appliance.remove(shop);
    }

    @Test
    void shouldCarryBodiesOfAllSizesBothWays(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("bodies", port);
        appliance.configure(shop, port);

        LoadFigures figures = Generator.run(LoadPlan.toPort(port)
                .connections(8)
                .requests(600)
                .targets(
                        Target.bytes(0),
                        Target.bytes(1),
                        Target.bytes(100_000),
                        Target.bytes(10_000_000),
                        Target.upload(1_000_000),
                        Target.echo(300_000)));

        assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        appliance.remove(shop);
    }
}

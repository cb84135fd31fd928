package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.FailureKind;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;
import org.netchestra.workload.server.ServerProcess;

/** A real server dies under load: the appliance goes on, says so, and takes it back when it is there again. */
@ExtendWith(Appliance.Shared.class)
final class ServerFailureIT {

    private static final int CONNECTIONS = 32;

    @Test
    void shouldGoOnWithoutAServerThatDies(Appliance appliance) throws IOException, TimeoutException {
        int port = Appliance.freePort();
        ServerProcess victim = ServerProcess.start("victim");
        VirtualServerFile shop = VirtualServerFile.http("mortal", port)
                .server("s1", appliance.serverPort(0))
                .server("s2", appliance.serverPort(1))
                .server("victim", victim.port());
        appliance.configure(shop, port);
        try (Generator load = Generator.start(LoadPlan.toPort(port)
                .connections(CONNECTIONS)
                .ratePerSecond(1500)
                .duration(Duration.ofSeconds(120))
                .targets(Target.get("/delay/5")))) {
            appliance.await(
                    "traffic to the victim", () -> load.total().byServer().containsKey("victim"));
            victim.process().kill();
            awaitState(appliance, "DOWN");
            appliance.await(
                    "the log to say so",
                    () -> appliance.logLines("server mortal/victim").stream()
                            .anyMatch(line -> line.contains("to DOWN")));
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            load.sinceLast();
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            LoadFigures calm = load.sinceLast();
            assertThat(calm.failed())
                    .as("after it was known to be down: %s", calm.samples())
                    .isZero();
            assertThat(calm.byServer()).containsOnlyKeys("s1", "s2");

            try (ServerProcess ignoredRisen = ServerProcess.start("victim", victim.port(), List.of())) {
                awaitState(appliance, "UP");
                load.sinceLast();
                appliance.await(
                        "traffic to it again",
                        () -> load.total().byServer().get("victim")
                                > calm.byServer().getOrDefault("victim", 0L));
                load.stop();
                LoadFigures all = load.ended().join();
                assertThat(all.failed()).isLessThanOrEqualTo(CONNECTIONS);
                assertThat(all.failures().keySet()).as("a clean 502").isSubsetOf(Set.of(FailureKind.STATUS));
                assertThat(all.byStatus().keySet()).isSubsetOf(Set.of(200, 502));
            }
        }
        appliance.remove(shop);
    }

    private static void awaitState(Appliance appliance, String state) throws IOException {
        appliance.await(
                "the victim to be " + state,
                () -> appliance
                        .attribute(Appliance.realServer("mortal", "victim"), "OperationalState")
                        .asText()
                        .equals(state));
    }
}

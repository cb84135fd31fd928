package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Policy bundles that would do harm: refused before they get a request, or taken back soon after. */
@ExtendWith(Appliance.Shared.class)
final class BadPolicyIT {

    private static final Duration VETTED = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "ThrowingPolicy, no idea",
        "DownServerPolicy, which is not usable",
        "SleepingPolicy, a pick takes less than 5 us",
        "LeakingPolicy, what it remembers is bounded",
        "LoopingPolicy, every call returns",
        "ThreadedPolicy, it left running: busy-for-nothing"
    })
    void shouldRefuseAPolicyThatBreaksItsContract(String type, String reason, Appliance appliance) throws Exception {
        Class<?> policy = Class.forName("org.netchestra.itests.probe." + type);
        String name = type.toLowerCase(Locale.ROOT);
        DeployedBundle bundle =
                DeployedBundle.in(appliance, name + ".jar").ofPolicy("org.netchestra.itests." + name, name, policy);

        appliance
                .process()
                .await("its vetting", VETTED, () -> row(appliance, name).contains("\"REFUSED\""));

        assertThat(row(appliance, name)).contains(reason);
        appliance.await(
                "the log to say so",
                () -> appliance.logLines("policy " + name).stream().anyMatch(line -> line.contains("is refused")));
        assertThat(appliance.process().shell("netchestra:policy-activate " + name))
                .contains("expected: one that keeps its contract");
        bundle.remove();
        appliance.await("it to be gone", () -> row(appliance, name).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"LateSleepingPolicy, picks took longer than 2 ms", "LateLoopingPolicy, a pick has not returned for"})
    void shouldRollBackAPolicyThatMisbehavesLater(String type, String reason, Appliance appliance) throws Exception {
        String name = type.toLowerCase(Locale.ROOT);
        String virtualServer = "guarded-" + name;
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop(virtualServer, port);
        appliance.configure(shop, port);
        DeployedBundle bundle = DeployedBundle.in(appliance, name + ".jar")
                .ofPolicy("org.netchestra.itests." + name, name, Class.forName("org.netchestra.itests.probe." + type));
        appliance
                .process()
                .await("its vetting", VETTED, () -> row(appliance, name).contains("\"CANDIDATE\""));
        assertThat(appliance.process().shell("netchestra:policy-activate " + name))
                .contains("ACTIVE");
        try (Generator load = Generator.start(LoadPlan.toPort(port)
                .connections(8)
                .ratePerSecond(50)
                .duration(Duration.ofMinutes(5))
                .targets(Target.bytes(100)))) {

            appliance.process().configure(shop.policy(name));

            appliance
                    .process()
                    .await("the roll-back", VETTED, () -> row(appliance, name).contains("\"ROLLED_BACK\""));
            assertThat(row(appliance, name)).contains(reason);
            assertThat(appliance
                            .attribute(Appliance.virtualServer(virtualServer), "PolicyNote")
                            .asText())
                    .isEqualTo("policy '" + name + "' was rolled back: 'rr' goes on");
            appliance.await("every event loop to serve again", () -> answersOnEveryConnection(port));
            load.stop();
            LoadFigures figures = load.ended().join();
            assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        }
        appliance.await(
                "the log to say so",
                () -> !appliance
                        .logLines("policy " + name + " (org.netchestra.itests." + name
                                + " 1.0.0) is rolled back, because")
                        .isEmpty());
        appliance.remove(shop);
        bundle.remove();
    }

    /** More new connections than there are event loops, each of which gets its share. */
    private static boolean answersOnEveryConnection(int port) {
        LoadFigures figures = Generator.run(
                LoadPlan.toPort(port).connections(16).requests(160).targets(Target.bytes(100)));
        return figures.failed() == 0 && figures.succeeded() == 160;
    }

    /** What JMX says of a policy, or the empty text. */
    private static String row(Appliance appliance, String name) throws IOException {
        return StreamSupport.stream(
                        appliance
                                .attribute("org.netchestra:type=Policies", "Policies")
                                .spliterator(),
                        false)
                .filter(row -> row.path("name").asText().equals(name))
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }
}

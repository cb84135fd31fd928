package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.policy.CalmestPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** The example of a policy of one's own, deployed as its guide says. */
@ExtendWith(Appliance.Shared.class)
final class OwnPolicyIT {

    @Test
    void shouldServeThroughAPolicyThatWasDroppedIntoDeployAndActivated(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("own", port);
        appliance.configure(shop, port);
        DeployedBundle deployed =
                DeployedBundle.in(appliance, "example-policy.jar").copyOf(exampleJar());
        appliance.await("the policy to be listed", () -> policies(appliance).contains("calmest"));

        appliance.configure(shop.policy("calmest spare=5"), port);
        appliance.await(
                "the hint what is missing",
                () -> appliance
                        .attribute(Appliance.virtualServer("own"), "ConfigurationProblem")
                        .asText()
                        .contains("netchestra:policy-activate calmest"));
        assertThat(appliance.process().shell("netchestra:policy-activate calmest"))
                .contains("ACTIVE", "it keeps its contract");
        appliance.await(
                "it to be in force",
                () -> appliance
                        .attribute(Appliance.virtualServer("own"), "Policy")
                        .asText()
                        .equals("calmest spare=5"));
        LoadFigures figures = Generator.run(
                LoadPlan.toPort(port).connections(12).requests(6000).targets(Target.bytes(100)));
        assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        assertThat(figures.byServer()).containsOnlyKeys("s1", "s2", "s3");

        deployed.remove();
        appliance.await(
                "the note that it has left",
                () -> appliance
                        .attribute(Appliance.virtualServer("own"), "PolicyNote")
                        .asText()
                        .contains("has left without a successor"));
        appliance.process().awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, Appliance.SOON);
        appliance.remove(shop);
    }

    private static String policies(Appliance appliance) throws IOException {
        return appliance.process().shell("netchestra:policy-list");
    }

    private static Path exampleJar() throws URISyntaxException {
        return Path.of(CalmestPolicy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}

package org.netchestra.workload.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The handling of the process, on a distribution whose start script is this test's; the real one is tested whole. */
@Timeout(60)
class ApplianceProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String DONE = "mkdir -p $KARAF_DATA/log; echo 'x | Done.' >> $KARAF_DATA/log/karaf.log";

    @TempDir
    Path distribution;

    @BeforeEach
    void lay() throws IOException {
        for (String name : new String[] {"bin", "lib", "system", "etc", "deploy", "data"}) {
            Files.createDirectories(distribution.resolve(name));
        }
        Files.writeString(distribution.resolve("data/users-own"), "");
        Files.writeString(distribution.resolve("etc/org.apache.karaf.shell.cfg"), "sshPort = 8101\n");
    }

    private ApplianceProcess start(String script) throws IOException {
        Path karaf = distribution.resolve("bin/karaf");
        Files.writeString(karaf, "#!/bin/sh\n" + script + "\n");
        assertThat(karaf.toFile().setExecutable(true)).isTrue();
        return ApplianceProcess.start(ApplianceSetup.of(distribution)
                .virtualServer(VirtualServerFile.http("shop", 8080).server("s1", 9001))
                .setting("org.apache.karaf.shell.cfg", "sshIdleTimeout", "5"));
    }

    @Test
    void shouldRunInADirectoryOfItsOwnThatIsGoneAfterwards() throws IOException {
        Path directory;
        try (ApplianceProcess appliance =
                start(DONE + "; echo \"|  The administrator is 'admin', password  abc-123   |\"; exec sleep 60")) {
            directory = appliance.directory();
            appliance.awaitBoot(LONG);
            appliance.await("password", LONG, () -> appliance.adminPassword().isPresent());

            assertThat(appliance.adminPassword()).contains("abc-123");
            assertThat(appliance.etc().resolve("org.netchestra.virtualserver-shop.cfg"))
                    .content()
                    .contains("s1=");
            assertThat(appliance.etc().resolve("org.apache.karaf.shell.cfg"))
                    .hasContent("sshPort = " + appliance.ports().ssh() + "\nsshIdleTimeout = 5\n");
            assertThat(directory.resolve("deploy")).isDirectory();
            assertThat(directory.resolve("data/users-own")).doesNotExist();
            assertThat(directory.resolve("lib")).doesNotExist();
        }
        assertThat(directory).doesNotExist();
        assertThat(distribution.resolve("etc/org.apache.karaf.shell.cfg")).hasContent("sshPort = 8101\n");
    }

    @Test
    void shouldSayThatTheFeaturesDidNotInstallAndWhereTheLogIs() throws IOException {
        String failed =
                "mkdir -p $KARAF_DATA/log; echo 'x | Error installing boot features' >> $KARAF_DATA/log/karaf.log";
        try (ApplianceProcess appliance = start(failed + "; exec sleep 60")) {
            assertThatThrownBy(() -> appliance.awaitBoot(LONG))
                    .isInstanceOf(BootFailedException.class)
                    .hasMessage(
                            "the appliance did not start: Error installing boot features; its log: " + appliance.log());
        }
    }

    @Test
    void shouldSayHowTheProcessEnded() throws IOException {
        try (ApplianceProcess appliance = start("echo no such JVM; exit 7")) {
            assertThatThrownBy(() -> appliance.awaitBoot(LONG))
                    .isInstanceOf(BootFailedException.class)
                    .hasMessageContaining("it ended with 7 and printed: no such JVM");
        }
    }

    @Test
    void shouldStartAgainInTheSameDirectory() throws IOException {
        try (ApplianceProcess appliance = start(DONE + "; echo run >> $KARAF_BASE/runs; exec sleep 60")) {
            appliance.awaitBoot(LONG);
            long first = appliance.pid();
            assertThat(appliance.stop()).isTrue();
            appliance.startAgain();
            appliance.await(
                    "second run",
                    LONG,
                    () -> Files.readAllLines(appliance.directory().resolve("runs"))
                                    .size()
                            == 2);

            assertThat(appliance.pid()).isNotEqualTo(first);
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsNoDistribution(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> ApplianceProcess.start(ApplianceSetup.of(elsewhere)))
                .isInstanceOf(IOException.class)
                .hasMessage("distribution: " + elsewhere + " (expected: a directory with bin/karaf)");
    }
}

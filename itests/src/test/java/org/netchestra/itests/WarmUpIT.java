package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.appliance.VirtualServerFile;

/** The appliance exercises its data plane before clients come, and nobody sees it. */
final class WarmUpIT {

    private static final Duration BOOT = Duration.ofMinutes(3);

    @Test
    void shouldWarmUpUnseenOnceItHasStarted() throws IOException {
        try (ApplianceProcess appliance = start("2s")) {
            appliance.awaitBoot(BOOT).awaitWarmUp(BOOT);

            assertThat(logged(appliance))
                    .noneMatch(line -> line.contains("no warm-up"))
                    .noneMatch(line -> line.contains("data plane: the default is used"));
            assertThat(logged(appliance))
                    .filteredOn(line -> line.contains("virtual server") && line.contains("listens on"))
                    .hasSize(1);
            assertThat(appliance.shell("netchestra:status")).contains("shop").doesNotContain("warm-up");
            assertThat(eventLoopsOfTheWarmUp(appliance)).isEmpty();
        }
    }

    @Test
    void shouldNotWarmUpWhenToldNotTo() throws IOException {
        try (ApplianceProcess appliance = start("0")) {
            appliance.awaitBoot(BOOT);
            appliance.await("the virtual server", BOOT, () -> said(appliance, "virtual server shop listens on"));

            assertThat(logged(appliance)).noneMatch(line -> line.contains("warm-up"));
            assertThat(eventLoopsOfTheWarmUp(appliance)).isEmpty();
        }
    }

    private static ApplianceProcess start(String warmUp) throws IOException {
        return ApplianceProcess.start(ApplianceSetup.of(Appliance.distribution())
                .setting("org.netchestra.dispatcher.cfg", "warm-up", warmUp)
                .virtualServer(
                        VirtualServerFile.http("shop", Appliance.freePort()).server("s1", Appliance.freePort())));
    }

    private static boolean said(ApplianceProcess appliance, String text) throws IOException {
        return logged(appliance).stream().anyMatch(line -> line.contains(text));
    }

    private static List<String> logged(ApplianceProcess appliance) throws IOException {
        return Files.exists(appliance.log()) ? Files.readAllLines(appliance.log()) : List.of();
    }

    private static List<String> eventLoopsOfTheWarmUp(ApplianceProcess appliance) throws IOException {
        try (var tasks = Files.list(Path.of("/proc/" + appliance.pid() + "/task"))) {
            return tasks.map(WarmUpIT::name)
                    .filter(name -> name.startsWith("netchestra-warm"))
                    .toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}

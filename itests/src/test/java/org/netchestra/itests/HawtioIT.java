package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.process.ChildProcess;

/** The console's page in a real browser. */
@ExtendWith(Appliance.Shared.class)
final class HawtioIT {

    @Test
    void shouldAskForALogin(Appliance appliance, @TempDir Path profile) throws Exception {
        Optional<String> browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        if (browser.isEmpty()) {
            System.out.println("SKIPPED: the console's page needs chromium (Debian: apt-get install chromium)");
        }
        assumeTrue(browser.isPresent(), "chromium is not installed");

        String page = rendered(
                browser.get(), profile, appliance.process().web("/hawtio/").toString());

        assertThat(page).containsIgnoringCase("hawtio").containsIgnoringCase("password");
    }

    @Test
    void shouldRefuseItsJolokiaWithoutLogin(Appliance appliance) throws IOException {
        assertThat(appliance.process().get("/hawtio/jolokia/version", null).status())
                .isIn(401, 403);
    }

    private static String rendered(String browser, Path profile, String address) throws Exception {
        try (ChildProcess chromium = ChildProcess.start(
                "chromium",
                profile,
                Map.of(),
                List.of(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile.resolve("profile"),
                        "--virtual-time-budget=15000",
                        "--dump-dom",
                        address))) {
            chromium.awaitLine(line -> line.contains("</html>"), Duration.ofSeconds(60));
            return String.join("\n", chromium.output());
        }
    }
}

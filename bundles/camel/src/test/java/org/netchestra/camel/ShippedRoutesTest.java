package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

/** The files that are shipped in {@code routes/} do what they say. */
class ShippedRoutesTest {

    private static final Path ROUTES = Path.of("../../routes");
    private static final String DATA = "karaf.data";

    private final CamelFixture camel = new CamelFixture();

    @TempDir
    Path data;

    @BeforeEach
    void setData() {
        System.setProperty(DATA, data.toString());
    }

    @AfterEach
    void stop() {
        camel.close();
        System.clearProperty(DATA);
    }

    @Test
    void shouldAllBeUsable() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            List<Path> routes = files.filter(file -> RouteDeployer.isRouteFile(file.toString()))
                    .toList();
            assertThat(routes).hasSizeGreaterThanOrEqualTo(3);
            assertThat(routes)
                    .allSatisfy(file -> assertThatCode(() -> camel.trial().check(read(file)))
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void shouldWriteEachEventAsOneLineOfJsonIntoTheFileOfTheDay() throws Exception {
        camel.relay.onEvent(TestEvents.event("virtualserver/started", Severity.INFO, "shop", null));
        RouteFile file = read(ROUTES.resolve("events.camel.xml"));
        new RouteDeployer(camel.context, camel.trial()).deploy(file.name(), file.content());
        ClusterEvent second = TestEvents.event("server/state", Severity.WARNING, "shop", "s1");
        camel.relay.onEvent(second);

        CamelFixture.waitFor("two lines", () -> lines().size() == 2);
        assertThat(lines()).last().isEqualTo(EventText.json(second));
        assertThat(((JsonObject) Jsoner.deserialize(lines().get(0))).getString("topic"))
                .isEqualTo("virtualserver/started");
    }

    @Test
    void shouldAppendWarningsAsTextByTheSampleInYaml() throws Exception {
        RouteFile file = read(ROUTES.resolve("samples/alert-file.camel.yaml"));
        new RouteDeployer(camel.context, camel.trial()).deploy(file.name(), file.content());
        ClusterEvent warning = TestEvents.event("server/state", Severity.WARNING, "shop", "s1");

        camel.relay.onEvent(TestEvents.event("server/state", Severity.INFO, "shop", "s1"));
        camel.relay.onEvent(TestEvents.event("server/state", Severity.WARNING, "mail", "s1"));
        camel.relay.onEvent(warning);

        CamelFixture.waitFor("one line", () -> !lines().isEmpty());
        assertThat(lines()).containsExactly(EventText.line(warning));
    }

    private List<String> lines() {
        Path directory = data.resolve("netchestra");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("events-\\d{8}\\.jsonl|shop-alerts\\.txt"))
                    .flatMap(ShippedRoutesTest::linesOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteFile read(Path file) {
        try {
            return new RouteFile(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.netchestra.accesslog.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.core.config.ConfigurationProblem;

final class AccessLogComponentTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnWithTheLastGoodSettingsAfterABadValue() throws JMException {
        Path file = directory.resolve("a.log");
        Path other = directory.resolve("b.log");
        AccessLogComponent component = new AccessLogComponent(Map.of("file", file.toString(), "service.pid", "x"));
        try {
            component.modified(Map.of("file", other.toString(), "format", "jsn"));
            assertThat(attribute("File")).isEqualTo(file.toString());
            component.modified(Map.of("file", other.toString(), "format", "json"));
            assertThat(attribute("File")).isEqualTo(other.toString());
            assertThat(attribute("Written")).isEqualTo(0L);
            assertThat(attribute("Dropped")).isEqualTo(0L);
            assertThat(attribute("QueueLength")).isEqualTo(0);
        } finally {
            component.deactivate();
        }
        assertThat(server.isRegistered(name())).isFalse();
    }

    @Test
    void shouldNameTheLineOfABadValue() throws IOException {
        Path configuration = Files.writeString(directory.resolve("x.cfg"), "enabled = true\nformat = jsn\n");
        WrittenKeys keys = WrittenKeys.of(Map.of(
                "format",
                "jsn",
                "felix.fileinstall.filename",
                configuration.toUri().toString()));
        assertThat(keys.keys()).containsOnlyKeys("format");
        assertThat(keys.located(List.of(ConfigurationProblem.of("format", "jsn", "json"))))
                .singleElement()
                .asString()
                .endsWith("x.cfg:2: format = jsn (expected: json)");
    }

    private Object attribute(String attribute) throws JMException {
        return server.getAttribute(name(), attribute);
    }

    private static ObjectName name() throws JMException {
        return new ObjectName("org.netchestra:type=AccessLog");
    }
}

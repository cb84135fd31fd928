package org.netchestra.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.core.config.InvalidConfigurationException;

final class SettingsReaderTest {

    private final Properties properties = new Properties();

    @TempDir
    private Path data;

    @BeforeEach
    void setData() {
        properties.setProperty("karaf.data", data.toString());
    }

    @Test
    void shouldLogEverythingInCombinedFormatByDefault() throws InvalidConfigurationException {
        Path file = data.resolve("log").resolve("access.log");
        assertThat(SettingsReader.read(Map.of(), properties))
                .isEqualTo(new Settings(true, file, Format.COMBINED, Set.of(), 100 << 20, true, 10, 16 << 20));
        assertThat(file).exists();
    }

    @Test
    void shouldReadEveryKey() throws InvalidConfigurationException {
        Map<String, String> keys = Map.of(
                "enabled", "false",
                "file", "/nowhere/x.log",
                "format", "json",
                "virtual-servers", "shop, news",
                "max-bytes", "1m",
                "rotate-daily", "false",
                "keep", "0",
                "max-queue-bytes", "1m");
        assertThat(SettingsReader.read(keys, properties))
                .isEqualTo(new Settings(
                        false,
                        Path.of("/nowhere/x.log"),
                        Format.JSON,
                        Set.of("shop", "news"),
                        1 << 20,
                        false,
                        0,
                        1 << 20));
    }

    @Test
    void shouldNameEveryBadValue() {
        Map<String, String> keys = Map.of(
                "format",
                "jsn",
                "keep",
                "-1",
                "max-bytes",
                "1",
                "virtual-servers",
                "shop,,",
                "file",
                "${nope}/x",
                "kep",
                "3");
        assertThat(problems(keys))
                .contains("format = jsn (expected: one of combined, haproxy, json; did you mean 'json'?)")
                .contains("keep = -1 (expected: a whole number, 0..10000)")
                .contains("max-bytes = 1 (expected: a size such as 16k or 1m")
                .contains(
                        "virtual-servers = shop,, (expected: names of virtual servers, parted by commas, or * for all)")
                .contains("file = ${nope} (expected: a system property that is set)")
                .contains("kep = 3 (expected: a known key; did you mean 'keep'?)");
    }

    @Test
    void shouldRefuseAFileThatCannotBeWritten() throws IOException {
        Path notADirectory = Files.writeString(data.resolve("plain"), "x");
        assertThat(problems(Map.of("file", notADirectory.resolve("access.log").toString())))
                .contains("access.log (expected: a file that can be written to, but: ");
    }

    private String problems(Map<String, String> keys) {
        InvalidConfigurationException invalid =
                catchThrowableOfType(InvalidConfigurationException.class, () -> SettingsReader.read(keys, properties));
        return String.join(
                "\n", invalid.problems().stream().map(Object::toString).toList());
    }
}

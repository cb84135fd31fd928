package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionSpecTest {

    @TempDir
    Path directory;

    @Test
    void shouldBePlainWithoutKeys() {
        ConnectionSpec spec = ConnectionSpec.read(new ConfigurationText(Map.of()));

        assertThat(spec.tls()).isNull();
        assertThat(spec.serverTls()).isNull();
        assertThat(spec.sendProxy()).isEqualTo(ProxyProtocol.OFF);
    }

    @Test
    void shouldReadTls() throws Exception {
        Path certificate = Files.createFile(directory.resolve("shop.pem"));
        Path ca = Files.createFile(directory.resolve("ca.pem"));
        ConfigurationText text = new ConfigurationText(Map.of(
                "tls-certificates", certificate + ", " + directory,
                "tls-min-version", "1.3",
                "tls-client-auth", "optional",
                "tls-client-ca", ca.toString(),
                "server-tls", "true",
                "server-tls-name", "origin.example"));

        ConnectionSpec spec = ConnectionSpec.read(text);

        assertThat(text.finish()).isEmpty();
        assertThat(spec.tls())
                .isEqualTo(new TlsSpec(
                        List.of(certificate, directory), null, true, TlsSpec.ClientAuthentication.OPTIONAL, ca));
        assertThat(spec.serverTls()).isEqualTo(new ServerTlsSpec(true, null, "origin.example", null));
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        Path ca = Files.createFile(directory.resolve("ca.pem"));

        assertThat(problems("tls-certificates", directory.resolve("none.pem").toString()))
                .containsExactly("tls-certificates = " + directory.resolve("none.pem")
                        + " (expected: a file that exists and can be read, or a directory of such files)");
        assertThat(problems("tls-client-auth", "required"))
                .containsExactly(
                        "tls-certificates = (missing) (expected: certificates for TLS, which tls-client-auth is"
                                + " about)");
        assertThat(problems("tls-certificates", ca.toString(), "tls-client-auth", "required"))
                .containsExactly("tls-client-ca = (missing) (expected: a PEM file with the CA of the clients'"
                        + " certificates)");
        assertThat(problems("tls-certificates", ca.toString(), "tls-client-ca", ca.toString()))
                .containsExactly("tls-client-auth = off (expected: optional or required, since tls-client-ca is set)");
        assertThat(problems("server-tls-verify", "false"))
                .containsExactly("server-tls = (missing) (expected: true, or no server-tls-verify)");
        assertThat(problems("tls-min-version", "1.1", "tls-certificates", ca.toString()))
                .containsExactly("tls-min-version = 1.1 (expected: one of 1.2, 1.3; did you mean '1.2'?)");
    }

    @Test
    void shouldSpliceBytesThatNobodyReads() {
        Map<String, String> off = Map.of("splice", "off");

        assertThat(ConnectionSpec.read(new ConfigurationText(Map.of())).splice())
                .isTrue();
        assertThat(ConnectionSpec.read(new ConfigurationText(off)).splice()).isFalse();
        assertThat(problems("splice", "on")).singleElement().asString().startsWith("splice = on (expected: one of");
    }

    private static List<String> problems(String... keysAndValues) {
        Map<String, String> keys = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        ConfigurationText text = new ConfigurationText(keys);
        ConnectionSpec.read(text);
        return text.finish().stream().map(ConfigurationProblem::toString).toList();
    }
}

package org.netchestra.dispatcher.netty.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.dispatcher.netty.Pki;

final class SetupCheckTest {

    @TempDir
    Path directory;

    private List<String> problems(Clock clock, String key, Path file) throws Exception {
        Map<String, String> keys = Map.of(
                "listen", "127.0.0.1:0", "servers", "s1=127.0.0.1:9", "server-tls", "true", key, file.toString());
        return new SetupCheck(clock)
                .problems(VirtualServerReader.read("test", keys, null)).stream()
                        .map(problem -> problem.toString().replace(directory.toString(), ""))
                        .toList();
    }

    @Test
    void shouldFindNothingWrongWithSoundFiles() throws Exception {
        Pki pki = new Pki(directory);

        assertThat(problems(Clock.systemUTC(), "tls-certificates", pki.pem("a.pem", pki.issue("a"))))
                .isEmpty();
        assertThat(problems(Clock.systemUTC(), "server-tls-ca", pki.caFile())).isEmpty();
    }

    @Test
    void shouldSayWhatIsInFilesThatCannotBeUsed() throws Exception {
        Pki pki = new Pki(directory);
        String certificate = pki.issue("a").getCertificatePathPEM();
        String otherKey = pki.issue("b").getPrivateKeyPEM();

        assertThat(problems(Clock.systemUTC(), "tls-certificates", pki.write("mixed.pem", certificate + otherKey)))
                .containsExactly("tls-certificates = /mixed.pem (expected: a private key that belongs to one of the"
                        + " certificates)");
        assertThat(problems(Clock.systemUTC(), "tls-certificates", pki.write("bare.pem", certificate)))
                .containsExactly(
                        "tls-certificates = /bare.pem (expected: a private key in it, or in bare.key beside it)");
        assertThat(problems(Clock.systemUTC(), "tls-certificates", pki.write("cut.pem", certificate.substring(0, 200))))
                .hasSize(1);
        assertThat(problems(Clock.systemUTC(), "server-tls-ca", pki.write("text.pem", "nothing")))
                .hasSize(1);
    }

    @Test
    void shouldTellCertificatesThatAreNotValidNow() throws Exception {
        Pki pki = new Pki(directory);
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        X509Bundle certificate = new CertificateBuilder()
                .ecp256()
                .subject("CN=a")
                .notBefore(now)
                .notAfter(now.plus(Duration.ofDays(90)))
                .buildIssuedBy(pki.ca);
        Path file = pki.pem("a.pem", certificate);

        assertThat(problems(at(now.minusSeconds(1)), "tls-certificates", file))
                .containsExactly("tls-certificates = /a.pem (expected: certificates that are valid; that of CN=a begins"
                        + " to be so at 2030-01-01T00:00:00Z)");
        assertThat(problems(at(now.plusSeconds(1)), "tls-certificates", file)).isEmpty();
        assertThat(problems(at(now.plus(Duration.ofDays(91))), "server-tls-certificate", file))
                .containsExactly("server-tls-certificate = /a.pem (expected: certificates that are valid; that of CN=a"
                        + " expired at 2030-04-01T00:00:00Z)");
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }
}

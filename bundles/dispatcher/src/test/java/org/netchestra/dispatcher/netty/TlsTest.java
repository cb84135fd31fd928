package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.dispatcher.netty.loop.Transport;

/** TLS towards clients, spoken by the JDK's own client. */
@ExtendWith(NoLeaks.class)
class TlsTest extends TlsFixture {

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldRelayWhatComesEncrypted(Transport transport) throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(transport, List.of(server), certificates);
                RawClient client = client(appliance)) {
            RawClient.Reply reply = client.get("/a");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains("X-Forwarded-Proto: https\r\n").contains("GET /a ");
            assertThat(client.get("/b").status()).isEqualTo(200);
            assertThat(server.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldSpeakBothVersions(String version) throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates);
                SSLSocket socket = connect(appliance, pki.client(null), "shop.example", version)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getSession().getCipherSuite()).containsAnyOf("_GCM_", "CHACHA20");
            assertThat(new RawClient(socket).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldChooseTheCertificateByName() throws Exception {
        X509Bundle wildcard = pki.issue("*.shop.example");
        X509Bundle exact = pki.issue("www.shop.example");
        String files = certificates + "," + pki.pem("wildcard.pem", wildcard) + "," + pki.pem("exact.pem", exact);
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), files)) {
            SSLContext context = pki.client(null);
            for (Object[] pair : new Object[][] {
                {"shop.example", shop},
                {"a.shop.example", wildcard},
                {"www.shop.example", exact},
                {"other.example", shop},
                {null, shop}
            }) {
                try (SSLSocket socket = connect(appliance, pki.client(null), (String) pair[0])) {
                    assertThat(shown(socket)).isEqualTo(((X509Bundle) pair[1]).getCertificate());
                }
            }
        }
    }

    @Test
    void shouldCarryLargeBodiesBothWays() throws Exception {
        byte[] sent = new byte[8 << 20];
        new Random(7).nextBytes(sent);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    byte[] body = c.in.readNBytes(sent.length);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                    c.out.write(body);
                });
                Appliance appliance = new Appliance(List.of(server), certificates);
                RawClient client = client(appliance)) {
            client.write("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + sent.length + "\r\n\r\n");
            RawServer.daemon(() -> {
                try {
                    client.socket.getOutputStream().write(sent);
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            });

            assertThat(Arrays.equals(client.readBytesAfterHead(sent.length), sent))
                    .isTrue();
        }
    }

    @Test
    void shouldTakeChangedCertificatesWhileConnectionsStand() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates);
                RawClient old = client(appliance)) {
            assertThat(old.get("/").status()).isEqualTo(200);
            X509Bundle renewed = pki.issue("shop.example");
            pki.pem("shop.pem", renewed);

            Appliance.await("the new certificate", () -> isShown(appliance, renewed));
            assertThat(old.get("/again").status()).isEqualTo(200);

            Files.writeString(directory.resolve("shop.pem"), "rubbish");
            Appliance.await(
                    "the refusal", () -> appliance.conductor.status("test").configurationProblem() != null);
            assertThat(appliance.conductor.status("test").configurationProblem())
                    .contains("shop.pem")
                    .contains("at least one certificate");
            assertThat(isShown(appliance, renewed)).isTrue();

            pki.pem("shop.pem", shop);
            Appliance.await("the old certificate", () -> isShown(appliance, shop));
            assertThat(appliance.conductor.status("test").configurationProblem())
                    .isNull();
            assertThat(old.get("/and again").status()).isEqualTo(400);
        }
    }

    private boolean isShown(Appliance appliance, X509Bundle certificate) {
        try (SSLSocket socket = connect(appliance, pki.client(null), "shop.example")) {
            return shown(socket).equals(certificate.getCertificate());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void shouldRefuseAConfigurationWhoseFilesCannotBeUsed() throws Exception {
        Path bad = pki.write("bad.pem", shop.getCertificatePEM());
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates)) {
            assertThatThrownBy(() ->
                            appliance.server.reconfigure(appliance.spec(List.of(server), "tls-certificates=" + bad)))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("tls-certificates = " + bad)
                    .hasMessageContaining("a private key in it, or in bad.key beside it");
            client(appliance).close();
        }
    }

    @Test
    void shouldEndAReplyOfUnknownLengthSoThatTheClientKnows() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    String head = c.readHead();
                    c.write("HTTP/1.1 200 OK\r\n\r\nwhole");
                    if (head.contains("/broken")) {
                        c.reset();
                    }
                });
                Appliance appliance = new Appliance(List.of(server), certificates)) {
            try (RawClient client = client(appliance)) {
                client.write("GET /whole HTTP/1.0\r\n\r\n");
                assertThat(client.read().body()).isEqualTo("whole");
            }
            try (RawClient client = client(appliance)) {
                client.write("GET /broken HTTP/1.0\r\n\r\n");
                assertThatThrownBy(client::read).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void shouldReadTheProxyHeaderInFrontOfTheHandshake() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates, "proxy-protocol-from=127.0.0.1");
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), appliance.server.port())) {
            plain.getOutputStream()
                    .write("PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n".getBytes(StandardCharsets.US_ASCII));
            SSLSocket socket =
                    (SSLSocket) pki.client(null).getSocketFactory().createSocket(plain, "shop.example", 443, true);

            assertThat(new RawClient(socket).get("/").body()).contains("X-Forwarded-For: 192.0.2.7\r\n");
        }
    }

    @Test
    void shouldRelayEncryptedConnectionsOfTcpInPlain() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    c.in.transferTo(c.out);
                    ended.countDown();
                });
                Appliance appliance = new Appliance(List.of(server), certificates, "protocol=tcp");
                RawClient client = client(appliance)) {
            assertThat(client.write("hello\r\n\r\n").readHead()).isEqualTo("hello\r\n\r\n");
            client.socket.close();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A ticket from the time before is no proof of who the client is. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldNotResumeASessionThatWasMadeWithoutACertificateWhereOneIsRequired(String version) throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates)) {
            SSLContext context = pki.client(null);
            for (int i = 0; i < 2; i++) {
                try (SSLSocket socket = connect(appliance, context, "shop.example", version)) {
                    assertThat(new RawClient(socket).get("/").status()).isEqualTo(200);
                }
            }
            appliance.server.reconfigure(
                    appliance.spec(List.of(server), "tls-client-auth=required", "tls-client-ca=" + pki.caFile()));
            assertThatThrownBy(() -> {
                        try (SSLSocket socket = connect(appliance, context, "shop.example", version)) {
                            new RawClient(socket).get("/");
                        }
                    })
                    .isInstanceOf(IOException.class);
            SSLContext proved = pki.client(pki.issue("client.example"));
            try (SSLSocket socket = connect(appliance, proved, "shop.example", version)) {
                assertThat(new RawClient(socket).get("/").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldResumeSessions() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates)) {
            SSLContext context = pki.client(null);
            long first;
            try (SSLSocket socket = connect(appliance, context, "shop.example", "TLSv1.2")) {
                first = socket.getSession().getCreationTime();
                assertThat(new RawClient(socket).get("/").status()).isEqualTo(200);
            }
            Appliance.await("another millisecond", () -> System.currentTimeMillis() > first);
            try (SSLSocket socket = connect(appliance, context, "shop.example", "TLSv1.2")) {
                assertThat(socket.getSession().getCreationTime()).isEqualTo(first);
                assertThat(new RawClient(socket).get("/").status()).isEqualTo(200);
            }
        }
    }
}

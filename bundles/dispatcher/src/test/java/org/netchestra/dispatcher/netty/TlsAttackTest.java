package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that no honest client would make: read like every other, or ended; and nobody gets a certificate by a trick. */
@ExtendWith(NoLeaks.class)
class TlsAttackTest {

    @TempDir
    Path directory;

    private Pki pki;
    private String certificates;

    @BeforeEach
    void issue() throws Exception {
        pki = new Pki(directory);
        certificates = "tls-certificates=" + pki.pem("default.pem", pki.issue("default.example")) + ","
                + pki.pem("exact.pem", pki.issue("www.shop.example")) + ","
                + pki.pem("wildcard.pem", pki.issue("*.shop.example"));
    }

    /** Sends every octet in a segment of its own. */
    private static final class Trickle extends Socket {

        Trickle(int port) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            setTcpNoDelay(true);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int start, int length) throws IOException {
                    for (int i = start; i < start + length; i++) {
                        out.write(bytes[i]);
                    }
                }
            };
        }
    }

    /** A name as it stands in the ClientHello, sound or not. */
    private static final class RawName extends SNIServerName {
        RawName(String text) {
            super(0, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private SSLSocket dial(Appliance appliance, Socket socket) throws Exception {
        SSLSocket tls = (SSLSocket)
                pki.client(null).getSocketFactory().createSocket(socket, "127.0.0.1", appliance.server.port(), true);
        tls.setSoTimeout(20_000);
        return tls;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldReadAHandshakeThatComesByteByByte(String version) throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), certificates);
                SSLSocket socket = dial(appliance, new Trickle(appliance.server.port()))) {
            socket.setEnabledProtocols(new String[] {version});

            assertThat(new RawClient(socket).get("/x").body()).isEqualTo("s /x");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "www.shop.example, www.shop.example",
        "WWW.Shop.EXAMPLE, www.shop.example",
        "a.shop.example, *.shop.example",
        "a.b.shop.example, default.example",
        "shop.example, default.example",
        ".shop.example, default.example",
        "www.shop.example\u0000.evil.example, default.example",
        "evil.example\u0000.shop.example, default.example",
        "127.0.0.1, default.example",
        "../../etc/passwd, default.example",
        "*, default.example",
        "*.shop.example, *.shop.example",
        "www.shop.example/, default.example",
        "www.shop.example:443, default.example",
        "\u00e4.shop.example, *.shop.example"
    })
    void shouldShowNoCertificateForANameThatIsNone(String name, String shown) throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), certificates);
                SSLSocket socket =
                        dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port()))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new RawName(name)));
            socket.setSSLParameters(parameters);
            String subject;
            try {
                socket.startHandshake();
                subject = names((X509Certificate) socket.getSession().getPeerCertificates()[0]);
            } catch (SSLException refused) {
                // A name that is none may also end the handshake (RFC 6066 section 3).
                subject = "default.example";
            }
            assertThat(subject).isEqualTo(shown);
            try (RawClient honest = new RawClient(
                    dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port())))) {
                assertThat(honest.get("/x").status()).isEqualTo(200);
            }
        }
    }

    private static String names(X509Certificate certificate) throws Exception {
        return (String)
                certificate.getSubjectAlternativeNames().iterator().next().get(1);
    }

    @Test
    void shouldSpeakHttp1OrNothingWithWhomItSharesNoProtocol() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), certificates)) {
            for (List<String> offered :
                    List.of(List.of("spdy/3"), List.of("h2c"), List.of("HTTP/1.1", "x".repeat(255)))) {
                try (SSLSocket socket =
                        dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port()))) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setApplicationProtocols(offered.toArray(String[]::new));
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    assertThat(socket.getApplicationProtocol()).isNotEqualTo("h2");
                    assertThat(new RawClient(socket).get("/x").body()).isEqualTo("s /x");
                } catch (SSLException refused) {
                    assertThat(refused).hasMessageContaining("alert");
                }
            }
        }
    }

    /** What is not TLS 1.2 or later, whole or in pieces, ends the connection and is counted. */
    @Test
    void shouldEndWhatIsNoHandshake() throws Exception {
        List<String> attempts = Stream.of(
                        "GET / HTTP/1.1\r\n\r\n",
                        "\u0016\u0003\u0001\u0000\u0000",
                        "\u0016\u0003\u0001\u00ff\u00ff" + "x".repeat(300),
                        "\u0016\u0003\u0003\u0000\u0004\u0001\u00ff\u00ff\u00ff",
                        "\u0016\u0003\u0003\u0000\u0004\u0002\u0000\u0000\u0000",
                        "\u0015\u0003\u0003\u0000\u0002\u0001\u0000",
                        "\u0017\u0003\u0003\u0000\u0005hello",
                        "\u0080\u002e\u0001\u0003\u0001\u0000\u0015\u0000\u0000\u0000\u0010" + "x".repeat(40),
                        "\u0014\u0003\u0003\u0000\u0001\u0001".repeat(100))
                .toList();
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), certificates, "timeout-handshake=1s")) {
            for (String attempt : attempts) {
                try (RawClient client = appliance.client()) {
                    client.write(attempt);
                    assertThat(client.readAllLeniently()).as(attempt).doesNotContain("HTTP");
                }
            }
            assertThat(server.connections).hasValue(0);
            Appliance.await(
                    "the end", () -> appliance.server.handle().connections().get() == 0);
            assertThat(appliance.refusals().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(attempts.size());
        }
    }

    /** A record for every octet of a long request: read like any other. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldReadARequestOfTinyRecords(String version) throws Exception {
        int length = 30_000;
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    String body = c.readBody(length);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                });
                Appliance appliance = new Appliance(List.of(server), certificates);
                SSLSocket socket =
                        dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port()))) {
            socket.setEnabledProtocols(new String[] {version});
            RawClient client = new RawClient(socket);
            String request =
                    "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "y".repeat(length);
            for (byte octet : request.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(octet);
            }
            RawClient.Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).hasSize(length);
        }
    }

    /** A client that may make the server calculate as often as it likes: it may not (CVE-2011-1473). */
    @Test
    void shouldRenegotiateWithNobody() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), certificates);
                SSLSocket socket =
                        dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port()))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            AtomicInteger handshakes = new AtomicInteger();
            socket.addHandshakeCompletedListener(completed -> handshakes.incrementAndGet());
            RawClient client = new RawClient(socket);
            assertThat(client.get("/x").body()).isEqualTo("s /x");
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        client.get("/again");
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            Appliance.await(
                    "the end", () -> appliance.server.handle().connections().get() == 0);
            assertThat(handshakes).hasValueLessThanOrEqualTo(1);
            try (RawClient honest = new RawClient(
                    dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port())))) {
                assertThat(honest.get("/x").status()).isEqualTo(200);
            }
        }
    }

    /** Handshakes that stop in the middle of a record, by the hundreds: those of honest clients still get their turn. */
    @Test
    void shouldEndHandshakesThatStop() throws Exception {
        byte[] half = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
                .getBytes(StandardCharsets.ISO_8859_1);
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), certificates, "timeout-handshake=2s")) {
            List<RawClient> stopped = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                RawClient client = appliance.client();
                client.socket.getOutputStream().write(half, 0, 1 + i % half.length);
                stopped.add(client);
            }
            try (RawClient honest = new RawClient(
                    dial(appliance, new Socket(InetAddress.getLoopbackAddress(), appliance.server.port())))) {
                assertThat(honest.get("/x").status()).isEqualTo(200);
            }
            for (RawClient client : stopped) {
                assertThat(client.readAllLeniently()).doesNotContain("HTTP");
            }
            Appliance.await("the count", () -> appliance.refusals().getOrDefault("tls-timeout", 0L) == stopped.size());
        }
    }
}

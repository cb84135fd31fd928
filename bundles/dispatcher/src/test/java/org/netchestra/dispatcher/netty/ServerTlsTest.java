package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS towards servers, which speak it by the JDK. */
@ExtendWith(NoLeaks.class)
class ServerTlsTest {

    @TempDir
    Path directory;

    private Pki pki;
    private String ca;

    @BeforeEach
    void issue() throws Exception {
        pki = new Pki(directory);
        ca = "server-tls-ca=" + pki.caFile();
    }

    private RawServer server(boolean clientAuthentication, X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                certificate.toKeyManagerFactory().getKeyManagers(), new TrustManager[] {pki.ca.toTrustManager()}, null);
        return new RawServer(context, clientAuthentication, c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                SSLSocket socket = (SSLSocket) c.socket;
                String peer = clientAuthentication
                        ? socket.getSession().getPeerPrincipal().getName()
                        : "nobody";
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + peer.length() + "\r\n\r\n" + peer);
            }
        });
    }

    @Test
    void shouldSpeakTlsToAServerItCanVerify() throws Exception {
        try (RawServer server = server(false, pki.issue("127.0.0.1"));
                Appliance appliance = new Appliance(List.of(server), "server-tls=true", ca);
                RawClient client = appliance.client()) {
            assertThat(client.get("/a").body()).isEqualTo("nobody");
            assertThat(client.get("/b").body()).isEqualTo("nobody");
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void shouldNotSpeakToAnImpostor() throws Exception {
        try (RawServer otherName = server(false, pki.issue("other.example"));
                RawServer otherCa = server(false, new Pki(directory.resolve(".")).issue("127.0.0.1"));
                Appliance appliance = new Appliance(
                        List.of(otherName, otherCa), "server-tls=true", ca, "max-attempts=2", "fail-safe=off");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(appliance.firstEnded().attempts()).isEqualTo(2);
            Appliance.await(
                    "no connection is left",
                    () -> appliance.conductor.status("test").traffic().inFlight() == 0);
        }
    }

    @Test
    void shouldTakeAServerBackOnlyWhenItsHandshakeSucceeds() throws Exception {
        try (RawServer server = server(false, pki.issue("other.example"));
                Appliance appliance = new Appliance(List.of(server), "server-tls=true", ca, "fail-safe=off");
                RawClient client = appliance.client()) {
            for (int i = 0; i < 3; i++) {
                client.get("/");
            }
            Appliance.await("down", () -> appliance.events.stream().anyMatch(e -> e.contains("from UP to DOWN")));
            int connections = server.connections.get();
            Appliance.await("some probes", () -> server.connections.get() >= connections + 2);
            assertThat(appliance.events).noneMatch(e -> e.contains("from DOWN to UP"));

            appliance.server.reconfigure(appliance.spec(List.of(server), "server-tls-name=other.example"));
            Appliance.await("up", () -> appliance.events.stream().anyMatch(e -> e.contains("from DOWN to UP")));
            assertThat(client.get("/").body()).isEqualTo("nobody");
        }
    }

    @Test
    void shouldAskForTheConfiguredName() throws Exception {
        try (RawServer server = server(false, pki.issue("origin.example"));
                Appliance appliance =
                        new Appliance(List.of(server), "server-tls=true", ca, "server-tls-name=origin.example");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").body()).isEqualTo("nobody");
        }
    }

    @Test
    void shouldBelieveAnybodyOnlyWhenToldTo() throws Exception {
        try (RawServer server = server(false, Pki.authority("Somebody"));
                Appliance appliance = new Appliance(List.of(server), "server-tls=true", "server-tls-verify=false");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").body()).isEqualTo("nobody");
        }
    }

    @Test
    void shouldShowItsOwnCertificate() throws Exception {
        Path own = pki.pem("own.pem", pki.issue("balancer"));
        try (RawServer server = server(true, pki.issue("127.0.0.1"));
                Appliance appliance =
                        new Appliance(List.of(server), "server-tls=true", ca, "server-tls-certificate=" + own);
                RawClient client = appliance.client()) {
            assertThat(client.get("/").body()).isEqualTo("CN=balancer");
        }
    }

    @Test
    void shouldTakeTheConnectTimeoutForTheHandshakeToo() throws Exception {
        try (RawServer silent = new RawServer(c -> c.in.transferTo(java.io.OutputStream.nullOutputStream()));
                Appliance appliance = new Appliance(
                        List.of(silent),
                        "server-tls=true",
                        ca,
                        "timeout-connect=300ms",
                        "max-attempts=1",
                        "fail-safe=off");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(504);
        }
    }

    @Test
    void shouldNotTakeACutForTheEndOfAReply() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(pki.issue("127.0.0.1").toKeyManagerFactory().getKeyManagers(), null, null);
        try (RawServer server = new RawServer(c -> {
                    SSLSocket encrypted = (SSLSocket)
                            context.getSocketFactory().createSocket(c.socket, (java.io.InputStream) null, false);
                    RawServer.Connection inside = new RawServer.Connection(encrypted);
                    boolean cut = inside.readHead().contains("/cut");
                    inside.write("HTTP/1.0 200 OK\r\n\r\nwhole");
                    if (!cut) {
                        encrypted.close();
                    }
                });
                Appliance appliance = new Appliance(List.of(server), "server-tls=true", ca)) {
            try (RawClient client = appliance.client()) {
                assertThat(client.get("/whole").body()).isEqualTo("whole");
            }
            try (RawClient client = appliance.client()) {
                client.write("GET /cut HTTP/1.1\r\nHost: test\r\n\r\n");
                assertThat(client.readToEnd()).contains("whole").doesNotContain("\r\n0\r\n\r\n");
            }
        }
    }

    @Test
    void shouldRelayTcpToEncryptedServers() throws Exception {
        try (RawServer server = server(false, pki.issue("127.0.0.1"));
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp", "server-tls=true", ca);
                RawClient client = appliance.client()) {
            assertThat(client.get("/a").body()).isEqualTo("nobody");
        }
    }
}

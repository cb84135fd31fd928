package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handshakes with clients: who is let in, and what becomes of those that fail or do not come. */
@ExtendWith(NoLeaks.class)
class TlsHandshakeTest extends TlsFixture {

    @Test
    void shouldPassOnWhoTheClientHasProvedToBe() throws Exception {
        X509Bundle alice = pki.issue("alice");
        try (RawServer server = showing();
                Appliance appliance = new Appliance(
                        List.of(server), certificates, "tls-client-auth=optional", "tls-client-ca=" + pki.caFile());
                RawClient known = new RawClient(connect(appliance, pki.client(alice), "shop.example"));
                RawClient unknown = client(appliance)) {
            String der =
                    Base64.getEncoder().encodeToString(alice.getCertificate().getEncoded());
            String forged = "GET / HTTP/1.1\r\nHost: test\r\nClient-Cert: :AAAA:\r\n\r\n";

            assertThat(known.get("/").body()).contains("Client-Cert: :" + der + ":\r\n");
            assertThat(known.write(forged).read().body())
                    .contains("Client-Cert: :" + der)
                    .doesNotContain("AAAA");
            assertThat(unknown.write(forged).read().body()).doesNotContain("Client-Cert");
            assertThat(unknown.write(forged.replace("t-C", "t_C")).read().status())
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldTurnAwayWhoCannotProveWhoItIs() throws Exception {
        Pki other = new Pki(Files.createDirectory(directory.resolve("other")));
        X509Bundle stranger = other.issue("stranger");
        SSLContext strange = SSLContext.getInstance("TLS");
        strange.init(
                stranger.toKeyManagerFactory().getKeyManagers(),
                new javax.net.ssl.TrustManager[] {pki.ca.toTrustManager()},
                null);
        try (RawServer server = showing();
                Appliance appliance = new Appliance(
                        List.of(server), certificates, "tls-client-auth=required", "tls-client-ca=" + pki.caFile())) {
            for (SSLContext context : List.of(pki.client(null), strange)) {
                assertThatThrownBy(() -> {
                            try (RawClient client = new RawClient(connect(appliance, context, "shop.example"))) {
                                client.get("/");
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void shouldCloseWhenTheHandshakeDoesNotCome() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates, "timeout-handshake=300ms");
                RawClient silent = appliance.client();
                RawClient plain = appliance.client()) {
            plain.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n");

            assertThat(plain.socket.getInputStream().readAllBytes()).doesNotContain((byte) 'H');
            assertThat(silent.isEnded()).isTrue();
            Appliance.await(
                    "the end", () -> appliance.server.handle().connections().get() == 0);
        }
    }

    @Test
    void shouldCountFailedHandshakesByTheirReason() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(
                        List.of(server),
                        certificates,
                        "tls-min-version=1.3",
                        "tls-client-auth=required",
                        "tls-client-ca=" + pki.caFile(),
                        "timeout-handshake=500ms")) {
            assertThatThrownBy(() -> connect(appliance, pki.client(null), "shop.example", "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
            awaitCount(appliance, "tls-version");
            assertThatThrownBy(() -> {
                        try (RawClient client = client(appliance)) {
                            client.get("/");
                        }
                    })
                    .isInstanceOf(IOException.class);
            awaitCount(appliance, "tls-client-certificate");
            SSLContext doubting = SSLContext.getInstance("TLS");
            doubting.init(
                    null,
                    new javax.net.ssl.TrustManager[] {
                        Pki.authority("Another CA").toTrustManager()
                    },
                    null);
            assertThatThrownBy(() -> connect(appliance, doubting, "shop.example"))
                    .isInstanceOf(SSLException.class);
            awaitCount(appliance, "tls-refused-by-client");
            try (RawClient plain = appliance.client()) {
                plain.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                awaitCount(appliance, "tls-not-tls");
            }
            try (RawClient silent = appliance.client()) {
                assertThat(silent.isEnded()).isTrue();
                awaitCount(appliance, "tls-timeout");
            }
            appliance.client().close();
            awaitCount(appliance, "tls-closed");
            assertThat(appliance.refusals().values()).containsOnly(1L);
        }
    }

    private static void awaitCount(Appliance appliance, String reason) {
        Appliance.await(
                reason + " in " + appliance.refusals(),
                () -> appliance.refusals().containsKey(reason));
    }

    /** More than fit at a time wait for their turn, and get it when the silent ones time out. */
    @Test
    void shouldLetHandshakesWaitForTheirTurn() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates, "timeout-handshake=2s")) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 1100; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), appliance.server.port()));
            }
            try (RawClient client = client(appliance)) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void shouldRefuseOldVersions() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), certificates, "tls-min-version=1.3")) {
            assertThatThrownBy(() -> connect(appliance, pki.client(null), "shop.example", "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
            connect(appliance, pki.client(null), "shop.example", "TLSv1.3").close();
        }
    }
}

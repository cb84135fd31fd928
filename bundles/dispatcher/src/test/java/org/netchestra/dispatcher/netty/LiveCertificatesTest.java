package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Certificates that are renewed while everything goes on that was begun with the old ones. */
@ExtendWith(NoLeaks.class)
class LiveCertificatesTest extends TlsFixture {

    private static final String UPGRADE =
            "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n";
    private static final int RENEWALS = 3;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger served = new AtomicInteger();

    /** Renews the certificate several times, and sees each time that it is shown. */
    private void renew(Appliance appliance, Step meanwhile) throws Exception {
        for (int i = 0; i < RENEWALS; i++) {
            X509Bundle renewed = pki.issue("shop.example");
            pki.pem("shop.pem", renewed);
            Appliance.await("the new certificate", () -> isShown(appliance, renewed));
            meanwhile.take();
        }
    }

    private interface Step {
        void take() throws Exception;
    }

    private boolean isShown(Appliance appliance, X509Bundle certificate) {
        try (SSLSocket socket = connect(appliance, pki.client(null), "shop.example")) {
            return shown(socket).equals(certificate.getCertificate());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static RawServer echo() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                if (head.contains("\r\nUpgrade: websocket\r\n")) {
                    c.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                    c.in.transferTo(c.out);
                    return;
                }
                c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    /** Asks on one connection until the test is over. */
    private void ask(RawClient client) {
        try (client) {
            while (!over.get()) {
                if (client.get("/x").status() != 200) {
                    failures.add("no 200");
                }
                served.incrementAndGet();
            }
        } catch (IOException dropped) {
            failures.add(dropped.toString());
        }
    }

    /** Echoes something through a tunnel, at once or again. */
    private static void assertEcho(RawClient tunnel, byte[] sent) throws IOException {
        RawServer.daemon(() -> {
            try {
                tunnel.socket.getOutputStream().write(sent);
            } catch (IOException seenByTheReader) {
                // It gets too little.
            }
        });
        assertThat(tunnel.readBytes(sent.length)).isEqualTo(sent);
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[1 << 20];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldDropNeitherRequestsNorWebSockets() throws Exception {
        byte[] sent = bytes();
        try (RawServer server = echo();
                Appliance appliance = new Appliance(List.of(server), certificates);
                RawClient tunnel = client(appliance)) {
            assertThat(tunnel.write(UPGRADE).read(true).status()).isEqualTo(101);
            List<Thread> asking = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawClient client = client(appliance);
                asking.add(RawServer.daemon(() -> ask(client)));
            }
            renew(appliance, () -> {
                assertEcho(tunnel, sent);
                int before = served.get();
                Appliance.await("further requests", () -> served.get() > before + 20 || !failures.isEmpty());
            });
            over.set(true);
            for (Thread thread : asking) {
                thread.join(20_000);
            }
            assertThat(failures).isEmpty();
            assertEcho(tunnel, "still here".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldDropNoConnectionOfTcp() throws Exception {
        byte[] sent = bytes();
        try (RawServer server = new RawServer(c -> c.in.transferTo(c.out));
                Appliance appliance = new Appliance(List.of(server), certificates, "protocol=tcp");
                RawClient old = client(appliance)) {
            assertEcho(old, sent);
            renew(appliance, () -> {
                assertEcho(old, sent);
                try (RawClient fresh = client(appliance)) {
                    assertEcho(fresh, sent);
                }
            });
        }
    }
}

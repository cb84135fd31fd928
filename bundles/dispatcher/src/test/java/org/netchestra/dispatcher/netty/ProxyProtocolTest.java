package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderWriter;

/** The PROXY protocol from a proxy in front, and to servers behind. */
@ExtendWith(NoLeaks.class)
class ProxyProtocolTest {

    private static final String FROM_LOOPBACK = "proxy-protocol-from=127.0.0.0/8";
    private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n";

    /** Answers with the head of the request. */
    private static RawServer showing() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    /** Reads a header of version 1, then answers every request with it. */
    private static RawServer introduced() throws IOException {
        return new RawServer(c -> {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                line.append((char) c.in.read());
            }
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + line.length() + "\r\n\r\n" + line);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2"})
    void shouldTakeTheClientFromATrustedProxy(ProxyProtocol version) throws Exception {
        byte[] header = ProxyHeaderWriter.write(
                version,
                new InetSocketAddress(InetAddress.getByName("2001:db8::7"), 51234),
                new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 443));
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), FROM_LOOPBACK);
                RawClient client = appliance.client()) {
            client.write(new String(header, StandardCharsets.ISO_8859_1));

            assertThat(client.get("/a").body()).contains("X-Forwarded-For: 2001:db8:0:0:0:0:0:7\r\n");
            assertThat(client.get("/b").body()).contains("X-Forwarded-For: 2001:db8:0:0:0:0:0:7\r\n");
        }
    }

    @Test
    void shouldReadAHeaderThatComesByteByByte() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), FROM_LOOPBACK);
                RawClient client = appliance.client()) {
            for (char c : (HEADER + "GET /a HTTP/1.1\r\nHost: test\r\n\r\n").toCharArray()) {
                client.write(String.valueOf(c));
            }

            assertThat(client.read().body()).contains("X-Forwarded-For: 192.0.2.7\r\n");
        }
    }

    @Test
    void shouldKeepTheProxysAddressWhenItSpeaksForItself() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), FROM_LOOPBACK);
                RawClient client = appliance.client()) {
            client.write("PROXY UNKNOWN\r\n");

            assertThat(client.get("/a").body()).contains("X-Forwarded-For: 127.0.0.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: test\r\n\r\n", "PROXY TCP4 1.2.3.4\r\n", "\r\n\r\nQUIT"})
    void shouldCloseWhenATrustedProxySendsNoHeader(String instead) throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), FROM_LOOPBACK);
                RawClient client = appliance.client()) {
            client.write(instead);

            assertThat(client.isEnded()).isTrue();
            assertThat(server.connections).hasValue(0);
            Appliance.await(
                    "the end", () -> appliance.server.handle().connections().get() == 0);
        }
    }

    @Test
    void shouldCloseWhenTheHeaderDoesNotComeInTime() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), FROM_LOOPBACK, "timeout-handshake=200ms");
                RawClient client = appliance.client()) {
            client.write("PROXY ");

            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void shouldTakeNobodysWordWhoIsNotTrusted() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server), "proxy-protocol-from=192.0.2.0/24");
                RawClient client = appliance.client()) {
            client.write(HEADER);

            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void shouldTellServersWhoTheClientIsAndShareNoConnection() throws Exception {
        try (RawServer server = introduced();
                Appliance appliance = new Appliance(List.of(server), "send-proxy=v1");
                RawClient one = appliance.client();
                RawClient two = appliance.client()) {
            String first = one.get("/a").body();
            assertThat(first)
                    .isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 " + one.socket.getLocalPort() + " "
                            + appliance.server.port() + "\r\n");
            assertThat(two.get("/b").body()).contains(" " + two.socket.getLocalPort() + " ");
            assertThat(one.get("/c").body()).isEqualTo(first);
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void shouldMakeOtherConnectionsWhenTheKeyChanges() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            assertThat(client.get("/a").status()).isEqualTo(200);

            appliance.server.reconfigure(appliance.spec(List.of(server), "send-proxy=v1"));

            assertThat(client.get("/b").body()).startsWith("PROXY TCP4 ");
            assertThat(server.connections).hasValue(2);
        }
    }

    /** What a tcp server gets first, byte for byte. */
    @ParameterizedTest
    @CsvSource({"v1, 0", "v2, 28"})
    void shouldTellTcpServersWhomAnotherProxySpokeFor(String version, int length) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        int expected = length == 0 ? HEADER.length() : length;
        try (RawServer server = new RawServer(c -> {
                    received.add(c.readBody(expected));
                    c.in.transferTo(c.out);
                });
                Appliance appliance =
                        new Appliance(List.of(server), FROM_LOOPBACK, "protocol=tcp", "send-proxy=" + version);
                RawClient client = appliance.client()) {
            client.write(HEADER + "hello");
            client.socket.shutdownOutput();

            assertThat(client.readToEnd()).isEqualTo("hello");
            byte[] written = ProxyHeaderWriter.write(
                    version.equals("v1") ? ProxyProtocol.V1 : ProxyProtocol.V2,
                    new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 51234),
                    new InetSocketAddress(InetAddress.getByName("198.51.100.1"), 443));
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(new String(written, StandardCharsets.ISO_8859_1));
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What lasts long lives through changes of everything around it: WebSockets, streams of HTTP/2, connections of TCP, with TLS or not. */
@ExtendWith(NoLeaks.class)
class GracefulTunnelsTest {

    private static final String UPGRADE =
            "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n";

    /** Echoes what comes: in a tunnel if one was asked for, as the target of a request otherwise. */
    private static RawServer echo() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                if (head.contains("\r\nUpgrade: websocket\r\n")) {
                    c.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                    echoBytes(c);
                    return;
                }
                String body = head.split(" ")[1];
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    private static void echoBytes(RawServer.Connection c) throws IOException {
        for (int octet = c.in.read(); octet >= 0; octet = c.in.read()) {
            c.out.write(octet);
            c.out.flush();
        }
    }

    private static List<String> changes() {
        return List.of(
                "max-connections=500",
                "max-attempts=2",
                "affinity=source",
                "affinity=off",
                "timeout-idle=50s",
                "timeout-tunnel=2h",
                "max-connections-per-source=100",
                "rate-limit=100000/s burst=100000",
                "trusted-proxies=127.0.0.1",
                "explain-percent=100");
    }

    private static void assertEcho(RawClient tunnel, String text) throws IOException {
        tunnel.write(text);
        assertThat(new String(tunnel.readBytes(text.length()), StandardCharsets.ISO_8859_1))
                .isEqualTo(text);
    }

    @Test
    void shouldKeepWebSocketsAndHttp2WhileServersAndLimitsChange() throws Exception {
        try (RawServer one = echo();
                RawServer two = echo();
                Appliance appliance = new Appliance(List.of(one), "h2c=true");
                RawClient tunnel = appliance.client();
                RawClient keptAlive = appliance.client();
                FrameClient streams = new FrameClient(appliance.server.port())) {
            assertThat(tunnel.write(UPGRADE).read(true).status()).isEqualTo(101);
            for (String change : changes()) {
                // The server at the other end of the tunnel is taken away and comes back.
                for (List<RawServer> servers : List.of(List.of(two), List.of(two, one))) {
                    appliance.server.reconfigure(appliance.spec(servers, change));
                    assertEcho(tunnel, change);
                    assertThat(keptAlive.get("/" + change.length()).status())
                            .as(change)
                            .isEqualTo(200);
                    streams.send(FrameClient.request("GET", "/x"), true);
                    assertThat(streams.answer().status()).as(change).isEqualTo("200");
                }
            }
            // Those who have nothing to say any more are not waited for.
            tunnel.socket.shutdownOutput();
            assertThat(tunnel.isEnded()).isTrue();
        }
    }

    @Test
    void shouldKeepConnectionsOfTcpWhileServersAndLimitsChange() throws Exception {
        try (RawServer one = new RawServer(GracefulTunnelsTest::echoBytes);
                RawServer two = new RawServer(GracefulTunnelsTest::echoBytes);
                Appliance appliance = new Appliance(List.of(one), "protocol=tcp");
                RawClient connection = appliance.client()) {
            assertEcho(connection, "before");
            for (String change : List.of("max-connections=500", "timeout-tunnel=2h", "splice=off", "policy=rr")) {
                for (List<RawServer> servers : List.of(List.of(two), List.of(two, one))) {
                    appliance.server.reconfigure(appliance.spec(servers, change));
                    assertEcho(connection, change);
                    try (RawClient fresh = appliance.client()) {
                        assertEcho(fresh, change);
                    }
                }
            }
            connection.socket.shutdownOutput();
            assertThat(connection.isEnded()).isTrue();
        }
    }

    /** A stop waits for tunnels as long as for exchanges: for all that they have to say within {@code timeout-drain}. */
    @Test
    void shouldLetTunnelsEndWhenItStops() throws Exception {
        try (RawServer server = echo();
                Appliance appliance = new Appliance(List.of(server));
                RawClient tunnel = appliance.client()) {
            assertThat(tunnel.write(UPGRADE).read(true).status()).isEqualTo(101);
            Thread stopping = RawServer.daemon(appliance.server::stop);
            Appliance.await("the end of listening", () -> appliance.server.port() < 0);

            assertEcho(tunnel, "still here");
            tunnel.socket.shutdownOutput();
            assertThat(tunnel.isEnded()).isTrue();
            stopping.join(20_000);
            assertThat(appliance.firstEnded().termination()).isEqualTo("--");
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.api.cluster.EffectiveState;

/** Servers that fail in every way, and what clients see of it. */
@SuppressWarnings("try") // servers are closed on purpose, and some only have to be there
@ExtendWith(NoLeaks.class)
class FailureTest {

    @Test
    void shouldTryAnotherServerWhenOneCannotBeConnectedTo() throws Exception {
        try (RawServer dead = RawServer.echo("dead");
                RawServer alive = RawServer.echo("alive");
                Appliance appliance = new Appliance(List.of(dead, alive))) {
            dead.close();
            for (int i = 0; i < 4; i++) {
                try (RawClient client = appliance.client()) {
                    client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                    assertThat(client.read().body()).isEqualTo("alive /");
                }
            }
            assertThat(appliance.firstEnded().attempts()).isEqualTo(2);
        }
    }

    @Test
    void shouldMarkADeadServerDownAndNoticeThatItIsBack() throws Exception {
        RawServer dead = RawServer.echo("dead");
        int port = dead.port();
        try (RawServer alive = RawServer.echo("alive");
                Appliance appliance = new Appliance(List.of(dead, alive));
                RawClient client = appliance.client()) {
            dead.close();
            for (int i = 0; i < 8; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            Appliance.await("down", () -> state(appliance, "s1") == EffectiveState.DOWN);
            Appliance.await(
                    "the event",
                    () -> appliance.events.stream()
                            .anyMatch(e -> e.contains("from UP to DOWN") && e.contains("3 connections")));
            try (RawServer back = RawServer.echo(port, "back")) {
                Appliance.await("up", () -> state(appliance, "s1") == EffectiveState.UP);
                assertThat(List.of(client.get("/").body(), client.get("/").body()))
                        .contains("back /");
            }
        }
    }

    @Test
    void shouldAnswer502WhenNoServerCanBeConnectedTo() throws Exception {
        try (RawServer dead = RawServer.echo("dead");
                Appliance appliance = new Appliance(List.of(dead), "server-wait=0s");
                RawClient client = appliance.client()) {
            dead.close();

            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(appliance.firstEnded().termination()).isEqualTo("SC");
        }
    }

    @Test
    void shouldHideThatAnIdleConnectionWasClosed() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    // The second request on this connection is read and dies with it.
                    c.readHead();
                    c.reset();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            for (int i = 0; i < 6; i++) {
                assertThat(client.get("/" + i).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldNotSendANonIdempotentRequestTwice() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.readBody(3);
                    c.reset();
                });
                RawServer other = RawServer.echo("other");
                Appliance appliance = new Appliance(List.of(server, other));
                RawClient client = appliance.client()) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.read().status()).isEqualTo(502);
            assertThat(other.connections).hasValue(0);
            assertThat(appliance.firstEnded().termination()).isEqualTo("SH");
        }
    }

    @Test
    void shouldSendAnIdempotentRequestWithItsBodyToAnotherServer() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.readBody(3);
                    c.reset();
                });
                RawServer other = new RawServer(c -> {
                    c.readHead();
                    String body = c.readBody(3);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body);
                });
                Appliance appliance = new Appliance(List.of(server, other));
                RawClient client = appliance.client()) {
            client.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.read().body()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 abc X\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
                "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx"
            })
    void shouldNotPassAMalformedReplyOn(String raw) throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write(raw);
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(appliance.firstEnded().termination()).isEqualTo("PH");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
            })
    void shouldBreakOffAReplyThatIsNotWhole(String raw) throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write(raw);
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThatThrownBy(client::read).isInstanceOfAny(IOException.class, NumberFormatException.class);
            assertThat(appliance.firstEnded().termination()).isEqualTo("SD");
        }
    }

    @Test
    void shouldResetAnOldClientWhoseReplyIsNotWhole() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.0\r\n\r\n");

            assertThatThrownBy(client::read).hasMessageContaining("reset");
        }
    }

    @Test
    void shouldNotWaitForeverForAReply() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server), "timeout-response=300ms");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(504);
            assertThat(appliance.firstEnded().termination()).isEqualTo("sH");
        }
    }

    @Test
    void shouldStopTheServersWorkWhenTheClientIsGone() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        c.write("5\r\nhello\r\n");
                    }
                });
                Appliance appliance = new Appliance(List.of(server))) {
            try (RawClient client = appliance.client()) {
                client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                client.readHead();
                client.socket.setSoLinger(true, 0);
            }
            assertThat(appliance.firstEnded().termination()).isEqualTo("CD");
            Appliance.await(
                    "nothing in flight",
                    () -> appliance.conductor.status("test").traffic().inFlight() == 0);
        }
    }

    private static EffectiveState state(Appliance appliance, String server) {
        return appliance.conductor.status("test").servers().stream()
                .filter(s -> s.name().equals(server))
                .findFirst()
                .orElseThrow()
                .effective();
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.dispatcher.netty.loop.Transport;

/** Messages of all framings through the data plane, between real sockets. */
@ExtendWith(NoLeaks.class)
class RelayTest {

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldRelayExchangesOnOneConnection(Transport transport) throws Exception {
        try (RawServer one = RawServer.echo("one");
                RawServer two = RawServer.echo("two");
                Appliance appliance = new Appliance(transport, List.of(one, two));
                RawClient client = appliance.client()) {
            assertThat(client.get("/a").body()).isEqualTo("one /a");
            assertThat(client.get("/b").body()).isEqualTo("two /b");
            assertThat(client.get("/c").body()).isEqualTo("one /c");
            assertThat(one.connections).hasValue(1);
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
                requests.append(i % 7 == 0 ? "\r\n" : "");
            }
            client.write(requests.toString());
            for (int i = 0; i < 500; i++) {
                assertThat(client.read().body()).isEqualTo("s /" + i);
            }
        }
    }

    @Test
    void shouldRefuseEachOfManyPipelinedRequestsWithoutRecursion() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server))) {
            appliance.conductor.setAdminState(
                    "test",
                    "s1",
                    org.netchestra.api.cluster.AdminState.MAINT,
                    new org.netchestra.api.control.ChangeContext("test", "test", ""));
            try (RawClient client = appliance.client()) {
                client.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(5000));
                for (int i = 0; i < 5000; i++) {
                    assertThat(client.read().status()).isEqualTo(503);
                }
            }
        }
    }

    @Test
    void shouldMakeAChunkedBodyOfOneThatEndsWithTheConnection() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.0 200 OK\r\n\r\nall there is");
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.get("/");

            assertThat(reply.body()).isEqualTo("all there is");
            assertThat(reply.field("Transfer-Encoding")).isEqualTo("chunked");
        }
    }

    @Test
    void shouldNotChunkForAnOldClient() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n");
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();

            assertThat(reply.body()).isEqualTo("abc");
            assertThat(reply.field("Connection")).isEqualTo("close");
        }
    }

    @Test
    void shouldKeepTheConnectionOfAnOldClientThatAsksForIt() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            for (int i = 0; i < 3; i++) {
                RawClient.Reply reply = client.write("GET /" + i + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .read();

                assertThat(reply.body()).isEqualTo("s /" + i);
                assertThat(reply.field("Connection")).isEqualTo("keep-alive");
            }
        }
    }

    @Test
    void shouldPassTrailersBothWays() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    String body = c.readBody("3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n".length());
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX-T: "
                            + body.contains("X-Sum: 1") + "\r\nContent-Length: 3\r\n\r\n");
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n");

            assertThat(client.read().body()).isEqualTo("hello[X-T: true]");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD,200", "GET,204", "GET,304", "HEAD,404"})
    void shouldExpectNoBodyWhereNoneComes(String method, int status) throws Exception {
        try (RawServer server = new RawServer(c -> {
                    while (c.readHead() != null) {
                        c.write("HTTP/1.1 " + status + " X\r\nContent-Length: 500\r\n\r\n");
                    }
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            for (int i = 0; i < 3; i++) {
                RawClient.Reply reply =
                        client.write(method + " / HTTP/1.1\r\nHost: a\r\n\r\n").read(true);

                assertThat(reply.status()).isEqualTo(status);
                assertThat(reply.field("Content-Length")).isEqualTo(status == 204 ? null : "500");
            }
        }
    }

    @Test
    void shouldPassInterimRepliesOn() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            RawClient.Reply hints = client.get("/");

            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.field("Link")).isEqualTo("</a>");
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void shouldLetTheServerDecideWhetherTheClientContinues() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 100 Continue\r\n\r\n");
                    String body = c.readBody(5);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body);
                    c.readHead();
                    c.write("HTTP/1.1 417 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

            assertThat(client.write(head).read().status()).isEqualTo(100);
            assertThat(client.write("hello").read().body()).isEqualTo("hello");
            assertThat(client.write(head).read().status()).isEqualTo(417);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void shouldTunnelAWebSocket() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhi");
                    c.write("<" + c.readBody(3) + ">");
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nabc");
            assertThat(client.read().status()).isEqualTo(101);

            assertThat(client.readToEnd()).isEqualTo("hi<abc>");
        }
    }

    @Test
    void shouldNotTakeATunnelForABodyThatIsTooLarge() throws Exception {
        String sent = "x".repeat(3000);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                    c.write("<" + c.readBody(sent.length()) + ">");
                });
                Appliance appliance = new Appliance(List.of(server), "max-body-bytes=1000");
                RawClient client = appliance.client()) {
            client.write("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(101);

            client.write(sent);
            assertThat(client.readToEnd()).isEqualTo("<" + sent + ">");
        }
    }

    @Test
    void shouldStreamBothWaysAtOnceInBoundedMemory() throws Exception {
        int length = 40 << 20;
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                    byte[] piece = new byte[65536];
                    for (int left = length; left > 0; ) {
                        int read = c.in.read(piece, 0, Math.min(left, piece.length));
                        c.out.write(piece, 0, read);
                        left -= read;
                    }
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            long seed = 42;
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            RawServer.daemon(() -> send(client, new Random(seed), length));
            byte[] received = client.readBytesAfterHead(length);
            byte[] expected = new byte[length];
            new Random(seed).nextBytes(expected);

            assertThat(java.util.Arrays.equals(received, expected)).isTrue();
        }
    }

    private static void send(RawClient client, Random random, int length) {
        byte[] all = new byte[length];
        random.nextBytes(all);
        try {
            client.socket.getOutputStream().write(all);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void shouldPassAnEarlyReplyOnWhileTheBodyStillComes() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 413 Early\r\nContent-Length: 5\r\nConnection: close\r\n\r\nearly");
                    c.socket.shutdownOutput();
                    c.in.readAllBytes();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            int length = 30 << 20;
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            RawServer.daemon(() -> {
                try {
                    client.socket.getOutputStream().write(new byte[length]);
                } catch (IOException closed) {
                    // The reply has come; nobody wants the rest.
                }
            });
            RawClient.Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).isEqualTo("early");
            assertThat(reply.field("Connection")).isEqualTo("close");
        }
    }

    @Test
    void shouldAnswerAClientThatHasEndedItsDirection() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            client.socket.shutdownOutput();

            assertThat(client.read().body()).isEqualTo("s /1");
            assertThat(client.read().body()).isEqualTo("s /2");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void shouldDeliverALargeReplyToAClientThatHasEndedItsDirection() throws Exception {
        int length = 20 << 20;
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                    c.out.write(new byte[length]);
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            client.socket.shutdownOutput();

            assertThat(client.readBytesAfterHead(length)).hasSize(length);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void shouldRecordWhatHappened() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            String request = "GET /x?y HTTP/1.1\r\nHost: a\r\n\r\n";
            RawClient.Reply reply = client.write(request).read();
            Appliance.await("the record", () -> !appliance.ended.isEmpty());

            assertThat(appliance.ended)
                    .containsExactly(new Appliance.Ended(
                            "--",
                            200,
                            1,
                            "s1",
                            "test",
                            "GET",
                            "/x?y",
                            request.length(),
                            reply.head().length() + reply.body().length(),
                            0,
                            "--",
                            appliance.ended.get(0).requestId(),
                            "127.0.0.1",
                            null));
            assertThat(appliance.conductor.status("test").traffic().replies2xx())
                    .isEqualTo(1);
        }
    }
}

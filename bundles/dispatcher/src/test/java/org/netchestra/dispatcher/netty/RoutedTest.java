package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RequestSender;
import org.netchestra.api.route.RoutedExchange;

/** Requests that pass a route: a thread of its own that sends them on, changes them, or answers. */
@ExtendWith(NoLeaks.class)
class RoutedTest {

    private static final String[] ROUTED = {"path=camel", "server-wait=0s"};

    /** What a route does with an exchange, on a thread of its own. */
    interface Route {
        void run(RoutedExchange exchange, RequestSender sender) throws Exception;
    }

    private static Appliance routed(List<RawServer> servers, Route route) throws Exception {
        Appliance appliance = new Appliance(servers, ROUTED);
        RequestSender sender = appliance.dispatcher.sender();
        appliance
                .dispatcher
                .routes()
                .set(
                        "test",
                        exchange -> RawServer.daemon(() -> {
                            try {
                                route.run(exchange, sender);
                            } catch (Exception failure) {
                                exchange.fail();
                            }
                        }));
        return appliance;
    }

    private static void passThrough(RoutedExchange exchange, RequestSender sender) throws IOException {
        try (RequestSender.Reply reply = sender.send(exchange.virtualServer(), exchange.request(), exchange.body());
                OutputStream out = exchange.reply(reply.head())) {
            reply.body().transferTo(out);
        }
    }

    private static RequestHead with(RequestHead head, String target, HeaderField added) {
        List<HeaderField> fields = new ArrayList<>(head.fields());
        fields.add(added);
        return new RequestHead(head.method(), target, fields, head.client(), head.bodyLength());
    }

    @Test
    void shouldSendARequestOnToTheServersAndCountItOnce() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), RoutedTest::passThrough);
                RawClient client = appliance.client()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("s /" + i);
            }
            Appliance.await("the records", () -> appliance.ended.size() == 50);
            assertThat(server.connections.get()).isLessThanOrEqualTo(2);
            assertThat(appliance.server.handle().traffic().statistics().requests())
                    .isEqualTo(50);
        }
    }

    @Test
    void shouldLetTheRouteChangeTheRequestAndTellTheServerTheClient() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        RawServer.Script script = connection -> {
            seen.complete(connection.readHead());
            connection.write("HTTP/1.1 200 OK\r\nX-Server: yes\r\nContent-Length: 2\r\n\r\nok");
        };
        Route route = (exchange, sender) -> {
            RequestHead changed = with(exchange.request(), "/new?x", new HeaderField("X-Added", "1"));
            try (RequestSender.Reply reply = sender.send("test", changed, exchange.body());
                    OutputStream out = exchange.reply(reply.head())) {
                reply.body().transferTo(out);
            }
        };
        try (RawServer server = new RawServer(script);
                Appliance appliance = routed(List.of(server), route);
                RawClient client = appliance.client()) {
            client.write("GET /old HTTP/1.1\r\nHost: shop.example\r\nConnection: X-Secret\r\nX-Secret: 1\r\n"
                    + "X-Forwarded-For: 6.6.6.6\r\nX-Kept: k\r\n\r\n");
            RawClient.Reply reply = client.read();
            assertThat(reply.field("X-Server")).isEqualTo("yes");
            assertThat(seen.get(10, TimeUnit.SECONDS))
                    .startsWith("GET /new?x HTTP/1.1\r\nHost: shop.example\r\n")
                    .contains("X-Added: 1\r\n", "X-Kept: k\r\n", "X-Forwarded-For: 127.0.0.1\r\n")
                    .doesNotContain("X-Secret", "6.6.6.6");
        }
    }

    @Test
    void shouldStreamALargeBodyBothWaysInBoundedMemory() throws Exception {
        int length = 8 * 1024 * 1024;
        RawServer.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            byte[] piece = new byte[8192];
            for (int rest = length; rest > 0; ) {
                int count = connection.in.read(piece, 0, Math.min(piece.length, rest));
                connection.out.write(piece, 0, count);
                rest -= count;
            }
            connection.out.flush();
            connection.readHead();
        };
        try (RawServer server = new RawServer(script);
                Appliance appliance = routed(List.of(server), RoutedTest::passThrough);
                RawClient client = appliance.client()) {
            Thread sender = RawServer.daemon(() -> {
                try {
                    client.write("POST /up HTTP/1.1\r\nHost: test\r\nContent-Length: " + length + "\r\n\r\n");
                    byte[] piece = new byte[64 * 1024];
                    for (int at = 0; at < length; at += piece.length) {
                        for (int i = 0; i < piece.length; i++) {
                            piece[i] = (byte) ((at + i) * 31 >> 8);
                        }
                        client.socket.getOutputStream().write(piece);
                    }
                } catch (IOException ended) {
                    // The assertion below tells.
                }
            });
            byte[] body = client.readBytesAfterHead(length);
            sender.join(10_000);
            assertThat(body).hasSize(length);
            for (int i = 0; i < length; i += 997) {
                assertThat(body[i]).isEqualTo((byte) (i * 31 >> 8));
            }
        }
    }

    @Test
    void shouldPassOnWhatARouteWritesWhileItWaits() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Route route = (exchange, sender) -> {
            try (OutputStream out = exchange.reply(new ReplyHead(200, List.of(), 70_005))) {
                out.write(new byte[5]);
                assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
                // Less than what is flushed at once, more than the channel says is enough.
                for (int i = 0; i < 70; i++) {
                    out.write(new byte[1000]);
                }
            }
        };
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), route);
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(client.readBytesAfterHead(5)).hasSize(5);
            seen.countDown();
            assertThat(client.readBytes(70_000)).hasSize(70_000);
        }
    }

    @Test
    void shouldLetTheRouteAnswerAndKeepTheConnection() throws Exception {
        Route route = (exchange, sender) -> {
            byte[] text = ("you sent " + new String(exchange.body().readAllBytes(), StandardCharsets.US_ASCII))
                    .getBytes(StandardCharsets.US_ASCII);
            long stated = "/known".equals(exchange.request().target()) ? text.length : RequestHead.UNKNOWN;
            try (OutputStream out =
                    exchange.reply(new ReplyHead(201, List.of(new HeaderField("X-Route", "r")), stated))) {
                out.write(text);
            }
        };
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), route);
                RawClient client = appliance.client()) {
            for (String target : List.of("/known", "/unknown", "/known")) {
                client.write("POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc");
                RawClient.Reply reply = client.read();
                assertThat(reply.status()).isEqualTo(201);
                assertThat(reply.field("X-Route")).isEqualTo("r");
                assertThat(reply.body()).isEqualTo("you sent abc");
            }
            assertThat(server.connections).hasValue(0);
            client.write("HEAD /known HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(client.read(true).field("Content-Length")).isEqualTo("9");
            assertThat(client.get("/known").body()).isEqualTo("you sent ");
        }
    }

    @Test
    void shouldAnswer503WithoutARouteAnd502ForOneThatFails() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), (exchange, sender) -> {
                    throw new IOException("on purpose");
                });
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            appliance.dispatcher.routes().set("test", null);
            assertThat(client.get("/").status()).isEqualTo(503);
        }
    }

    @Test
    void shouldGiveTheRouteTheDispatchersOwnAnswers() throws Exception {
        RawServer gone = RawServer.echo("gone");
        gone.close();
        try (Appliance appliance = routed(List.of(gone), RoutedTest::passThrough);
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void shouldTearAReplyThatIsTooShort() throws Exception {
        Route route = (exchange, sender) -> {
            try (OutputStream out = exchange.reply(new ReplyHead(200, List.of(), 10))) {
                out.write(new byte[4]);
            }
        };
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), route);
                RawClient client = appliance.client()) {
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
            assertThat(appliance.firstEnded().termination()).isEqualTo("SD");
        }
    }

    @Test
    void shouldRefuseAHeadWithALineBreakBeforeAnythingIsSent() throws Exception {
        Route route = (exchange, sender) -> {
            String verdict = "accepted";
            try {
                exchange.reply(new ReplyHead(200, List.of(new HeaderField("X-A", "1\r\nX-B: 2")), 0));
            } catch (IllegalArgumentException refused) {
                verdict = "refused";
            }
            try (OutputStream out = exchange.reply(new ReplyHead(200, List.of(), verdict.length()))) {
                out.write(verdict.getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), route);
                RawClient client = appliance.client()) {
            assertThat(client.get("/").body()).isEqualTo("refused");
        }
    }

    @Test
    void shouldTellTheRouteThatTheClientHasLeft() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        Route route = (exchange, sender) -> {
            started.countDown();
            try (InputStream body = exchange.body()) {
                body.readAllBytes();
                told.complete(new AssertionError("whole body"));
            } catch (IOException left) {
                told.complete(left);
            }
        };
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = routed(List.of(server), route)) {
            try (RawClient client = appliance.client()) {
                client.write("POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(100);
                assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(told.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldSendRequestsThatNoClientAskedFor() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server))) {
            RequestHead head = new RequestHead(
                    "POST",
                    "/made",
                    List.of(new HeaderField("Host", "h")),
                    new InetSocketAddress("127.0.0.1", 1),
                    RequestHead.UNKNOWN);
            RequestSender sender = appliance.dispatcher.sender();
            try (RequestSender.Reply reply = sender.send("test", head, new ByteArrayInputStream(new byte[0]))) {
                assertThat(reply.head().status()).isEqualTo(200);
                assertThat(reply.body().readAllBytes()).isEqualTo("s /made".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(appliance.firstEnded().target()).isEqualTo("/made");
            assertThatThrownBy(() -> sender.send("none", head, InputStream.nullInputStream()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("virtual server: none (expected: one of [test])");
        }
    }
}

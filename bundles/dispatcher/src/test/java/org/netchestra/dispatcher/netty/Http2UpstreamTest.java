package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP/2 to servers: what they get, and what becomes of what they do. */
@ExtendWith(NoLeaks.class)
class Http2UpstreamTest extends Http2UpstreamFixture {

    @Test
    void shouldSayTheSameAsInHttp1() throws Exception {
        try (FrameServer server = FrameServer.echo();
                Appliance appliance = before(server);
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.write(
                            "POST /a?b HTTP/1.1\r\nHost: shop.example\r\nX-Y:   z \r\n"
                                    + "Connection: X-Hop\r\nX-Hop: 1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-sum: 5\r\n\r\n")
                    .read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.head()).contains("x-server: a\r\n").contains("Content-Length: ");
            assertThat(reply.body())
                    .startsWith(":method: POST\n:scheme: http\n:path: /a?b\n:authority: shop.example\n")
                    .contains("x-y: z\n")
                    .contains("via: 1.1 netchestra\n")
                    .contains("x-forwarded-for: 127.0.0.1\n")
                    .doesNotContain("x-hop")
                    .doesNotContain("transfer-encoding")
                    .doesNotContain("\nhost:")
                    .endsWith("\nhello\nx-sum= 5");
        }
    }

    @Test
    void shouldCarryManyExchangesOnOneConnection() throws Exception {
        CountDownLatch all = new CountDownLatch(20);
        List<FrameServer.Call> held = new ArrayList<>();
        try (FrameServer server = new FrameServer(call -> {
                    synchronized (held) {
                        held.add(call);
                    }
                    all.countDown();
                });
                Appliance appliance = before(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                streams.add(client.send(FrameClient.request("GET", "/" + i), true));
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.connections).hasValue(1);
            for (int i = held.size() - 1; i >= 0; i--) {
                held.get(i).head(200, true, "x-path", held.get(i).path());
            }
            for (int i = 0; i < 20; i++) {
                FrameClient.Frame frame = client.next();
                int request = streams.indexOf(frame.stream());
                assertThat(frame.headers().get("x-path")).hasToString("/" + request);
            }
        }
    }

    @Test
    void shouldPassInterimRepliesBodilessRepliesAndTrailersOn() throws Exception {
        try (FrameServer server = new FrameServer(call -> {
                    switch (call.path()) {
                        case "/hint" ->
                            call.head(103, false, "link", "</a>")
                                    .head(200, false)
                                    .data("x", true);
                        case "/none" -> call.head(204, true);
                        case "/same" -> call.head(304, true, "content-length", "17");
                        case "/head" -> call.head(200, true, "content-length", "17");
                        case "/empty" -> call.head(200, true);
                        default ->
                            call.head(200, false)
                                    .data("body", false)
                                    .section(new DefaultHttp2Headers().add("x-sum", "4"), true);
                    }
                });
                Appliance appliance = before(server);
                RawClient client = appliance.client();
                FrameClient framed = new FrameClient(appliance.server.port())) {
            assertThat(get(appliance, "/none").status()).isEqualTo(204);
            assertThat(get(appliance, "/same").status()).isEqualTo(304);
            assertThat(get(appliance, "/empty").head()).contains("Content-Length: 0\r\n");
            framed.send(FrameClient.request("GET", "/hint"), true);
            assertThat(framed.next().headers().status()).hasToString("103");
            assertThat(framed.answer().body()).isEqualTo("x");
            framed.send(FrameClient.request("HEAD", "/head"), true);
            assertThat(framed.answer().headers().get("content-length")).hasToString("17");
            framed.send(FrameClient.request("GET", "/trailers"), true);
            FrameClient.Answer answer = framed.answer();
            assertThat(answer.body()).isEqualTo("body");
            assertThat(answer.trailers().get("x-sum")).hasToString("4");
            client.write("GET /trailers HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: te\r\n\r\n");
            assertThat(client.read().body()).startsWith("body").contains("x-sum: 4");
        }
    }

    @Test
    void shouldHoldTheServerBackWhenTheClientTakesNothing() throws Exception {
        String piece = "x".repeat(1 << 14);
        int pieces = 4096;
        try (FrameServer server = new FrameServer(call -> {
                    call.head(200, false);
                    for (int i = 0; i < pieces; i++) {
                        call.data(piece, i + 1 == pieces);
                    }
                });
                Appliance appliance = before(server);
                FrameClient slow = new FrameClient(appliance.server.port());
                FrameClient quick = new FrameClient(appliance.server.port())) {
            slow.takeNoMore();
            slow.send(FrameClient.request("GET", "/"), true);
            AtomicInteger seen = new AtomicInteger();
            Appliance.await("standstill", () -> {
                int before = seen.getAndSet(slow.frames.size());
                RawServer.takeTime(300);
                return before > 0 && before == slow.frames.size();
            });
            // The window of the client's stream; the server has 64 MB more.
            assertThat(slow.frames.size()).isLessThan(100);
            // Others on the same connection to the server go on.
            quick.send(FrameClient.request("GET", "/"), true);
            assertThat(quick.answer().body()).hasSize(pieces * piece.length());
        }
    }

    @Test
    void shouldHoldTheClientBackWhenTheServerTakesNothing() throws Exception {
        String body = "x".repeat(4 << 20);
        try (FrameServer server = new FrameServer(call -> call.head(200, false).data("" + call.body.length(), true));
                Appliance appliance = before(server, "fail-safe=off");
                FrameClient client = new FrameClient(appliance.server.port())) {
            server.taking = false;
            int stream = client.send(FrameClient.request("POST", "/"), false);
            for (int i = 0; i < body.length(); i += 1 << 14) {
                client.data(stream, body.substring(i, i + (1 << 14)), i + (1 << 14) == body.length());
            }
            Appliance.await(
                    "the server's window",
                    () -> server.calls.size() == 1 && server.calls.get(0).body.length() == 65_535);
            assertThat(client.frames).noneMatch(frame -> frame.kind().equals("headers"));
            client.reset(stream);
            Appliance.await("the reset", () -> server.calls.get(0).reset != null);
            assertThat(server.calls.get(0).reset).isEqualTo("CANCEL");
        }
    }

    @Test
    void shouldAnswerBeforeTheRequestIsWhole() throws Exception {
        try (FrameServer server = new FrameServer(call -> {});
                Appliance appliance = before(server, "fail-safe=off");
                FrameClient client = new FrameClient(appliance.server.port())) {
            server.onData = call -> {
                if (call.body.length() >= 20_000) {
                    call.head(413, false).data("enough", true);
                }
            };
            int stream = client.send(FrameClient.request("POST", "/"), false);
            client.data(stream, "x".repeat(10_000), false);
            client.data(stream, "x".repeat(10_000), false);
            FrameClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo("413");
            assertThat(answer.body()).isEqualTo("enough");
            Appliance.await("the reset", () -> server.calls.get(0).reset != null);
        }
    }

    @Test
    void shouldSendAgainWhatTheServerHasNotLookedAt() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        try (FrameServer server = new FrameServer(call -> {
                    if (call.path().equals("/leave") && call.connection == 1) {
                        // A POST, which nobody may repeat otherwise.
                        call.goAway(1);
                    } else {
                        call.head(200, true, "x-connection", "" + call.connection);
                    }
                });
                FrameServer other = FrameServer.echo();
                FrameServer refusing = new FrameServer(call -> {
                    refusals.incrementAndGet();
                    call.reset(Http2Error.REFUSED_STREAM);
                });
                Appliance appliance = before(server);
                Appliance two = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + refusing.port() + ", s2=127.0.0.1:" + other.port(),
                        "server-protocol=h2")) {
            assertThat(get(appliance, "/").status()).isEqualTo(200);
            try (RawClient client = appliance.client()) {
                client.write("POST /leave HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
                RawClient.Reply reply = client.read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.head()).contains("x-connection: 2\r\n");
            }
            for (int i = 0; i < 4; i++) {
                try (RawClient client = two.client()) {
                    client.write("POST /r HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
                    assertThat(client.read().status()).isEqualTo(200);
                }
            }
            assertThat(refusals.get()).isPositive();
        }
    }

    @Test
    void shouldSendALargePostAgainThatTheServerDisownsOnTheWay() throws Exception {
        int size = 3 << 20;
        try (FrameServer refusing = new FrameServer(call -> call.head(200, true));
                FrameServer other = new FrameServer(call -> {
                    byte[] body = call.body.toString().getBytes(StandardCharsets.ISO_8859_1);
                    call.head(Arrays.equals(body, Bulk.body(size)) ? 200 : 500, true);
                });
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + refusing.port() + ", s2=127.0.0.1:" + other.port(),
                        "server-protocol=h2")) {
            AtomicBoolean refused = new AtomicBoolean();
            refusing.onData = call -> {
                if (call.body.length() > 2 << 20 && refused.compareAndSet(false, true)) {
                    call.reset(Http2Error.REFUSED_STREAM);
                }
            };
            for (int i = 0; i < 2; i++) {
                try (RawClient client = appliance.client()) {
                    Future<?> sent = Uploads.send(client, Uploads.post(size));
                    assertThat(client.read().status()).isEqualTo(200);
                    sent.get();
                }
            }
            assertThat(refused).isTrue();
        }
    }

    @Test
    void shouldFailAnAttemptThatIsReset() throws Exception {
        try (FrameServer server = new FrameServer(call -> {
                    if (call.path().equals("/late")) {
                        call.head(200, false).data("half", false).reset(Http2Error.INTERNAL_ERROR);
                    } else {
                        call.reset(Http2Error.INTERNAL_ERROR);
                    }
                });
                Appliance appliance = before(server, "fail-safe=off");
                FrameClient client = new FrameClient(appliance.server.port())) {
            assertThat(get(appliance, "/").status()).isEqualTo(502);
            client.send(FrameClient.request("GET", "/late"), true);
            FrameClient.Answer answer = client.answer();
            assertThat(answer.reset()).isEqualTo("INTERNAL_ERROR");
            assertThat(server.connections.get()).as("one an event loop").isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldSendAHeadThatIsTooLargeForOneFrame() throws Exception {
        String large = "v".repeat(20_000);
        try (FrameServer server = new FrameServer(
                        Http2Settings.defaultSettings().maxHeaderListSize(100_000),
                        null,
                        call -> call.head(200, false)
                                .data("" + call.headers.get("x-large").length(), true));
                Appliance appliance = before(server, "max-head-bytes=64k");
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + large + large + "\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("40000");
            client.write("GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + large + "\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("20000");
        }
    }

    /** The client has all, and so nothing more to wait for; the exchange must not wait for ever either. */
    @Test
    void shouldLetGoOfAServerThatEndsNoStreamBehindAWholeReply() throws Exception {
        try (FrameServer server = new FrameServer(
                        call -> call.head(200, false, "content-length", "40000").data("x".repeat(40_000), false));
                Appliance appliance = before(server, "timeout-data=300ms");
                FrameClient client = new FrameClient(appliance.server.port())) {
            client.send(FrameClient.request("GET", "/"), true);

            assertThat(client.answer().status()).isEqualTo("200");
            Appliance.await("the reset", () -> server.calls.get(0).reset != null);
        }
    }
}

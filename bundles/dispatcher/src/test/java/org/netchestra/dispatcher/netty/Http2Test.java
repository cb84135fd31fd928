package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 from clients: the JDK's over TLS, and one that sends frame by frame. */
@ExtendWith(NoLeaks.class)
class Http2Test {

    @TempDir
    Path directory;

    private static RawServer showing() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                c.write("HTTP/1.1 200 OK\r\nX-Server: a\r\nConnection: x-hop\r\nX-Hop: 1\r\nContent-Length: "
                        + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    private static Appliance clearText(RawServer server, String... more) throws Exception {
        String[] keys = Arrays.copyOf(more, more.length + 1);
        keys[more.length] = "h2c=true";
        return new Appliance(List.of(server), keys);
    }

    @Test
    void shouldServeTheJdksClientOverTls() throws Exception {
        Pki pki = new Pki(directory);
        byte[] large = new byte[3 << 20];
        new Random(3).nextBytes(large);
        try (RawServer server = new RawServer(c -> {
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        byte[] body = head.startsWith("POST") ? c.in.readNBytes(large.length) : head.getBytes();
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                        c.out.write(body);
                    }
                });
                Appliance appliance = new Appliance(
                        List.of(server), "tls-certificates=" + pki.pem("shop.pem", pki.issue("localhost")))) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(pki.client(null)).build();
            URI uri = URI.create("https://localhost:" + appliance.server.port() + "/a?b");

            HttpResponse<String> reply =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body())
                    .startsWith("GET /a?b HTTP/1.1\r\nHost: localhost:")
                    .contains("Via: 2.0 netchestra");

            HttpRequest post = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                    .build();
            List<CompletableFuture<HttpResponse<byte[]>>> replies = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                replies.add(client.sendAsync(post, HttpResponse.BodyHandlers.ofByteArray()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> each : replies) {
                assertThat(each.get(60, TimeUnit.SECONDS).body()).isEqualTo(large);
            }
            assertThat(appliance.dispatcher.acceptedConnections()).isEqualTo(1);
        }
    }

    @Test
    void shouldServeClearTextByPriorKnowledgeBesideHttp1() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port());
                RawClient old = appliance.client()) {
            client.send(FrameClient.request("GET", "/a", "x-y", "z"), true);
            FrameClient.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.body()).startsWith("GET /a HTTP/1.1\r\nHost: test\r\nx-y: z\r\n");
            assertThat(answer.headers().get("x-server")).hasToString("a");
            assertThat(answer.headers().contains("x-hop")).isFalse();
            assertThat(answer.headers().contains("connection")).isFalse();
            assertThat(appliance.firstEnded().in()).isPositive();
            assertThat(appliance.firstEnded().out()).isGreaterThan(answer.body().length());

            old.write("P");
            assertThat(old.write("UT / HTTP/1.1\r\nHost: a\r\n\r\n").read().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldNotSpeakItOnClearTextUnlessToldTo() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

            assertThat(client.read().status()).isIn(400, 505);
        }
    }

    @Test
    void shouldCarryBodiesAndTrailersBothWays() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    String head = c.readHead();
                    StringBuilder body = new StringBuilder();
                    while (!body.toString().endsWith("\r\n\r\n")) {
                        body.append((char) c.in.read());
                    }
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: grpc-status\r\n\r\n");
                    String text = head + body;
                    c.write(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n0\r\ngrpc-status: 0\r\n\r\n");
                });
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            int stream = client.send(
                    FrameClient.request("POST", "/grpc", "te", "trailers", "content-type", "application/grpc"), false);
            client.data(stream, "hello", false);
            client.trailers(stream, new DefaultHttp2Headers().add("x-sum", "5"));
            FrameClient.Answer answer = client.answer();

            assertThat(answer.body())
                    .contains("Transfer-Encoding: chunked\r\n")
                    .contains("TE: trailers\r\n")
                    .endsWith("5\r\nhello\r\n0\r\nx-sum: 5\r\n\r\n");
            assertThat(answer.trailers().get("grpc-status")).hasToString("0");
        }
    }

    @Test
    void shouldRefuseWhatIsMalformedOnItsStreamAlone() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            client.send(FrameClient.request("GET", "/", "connection", "close"), true);
            assertThat(client.answer().status()).isIn("400", null);
            client.send(FrameClient.request("GET", "/", "x", "a\r\nb: c"), true);
            assertThat(client.answer().status()).isIn("400", null);
            client.send(FrameClient.request("GET", "/ HTTP/1.1\r\nX: y"), true);
            assertThat(client.answer().status()).isIn("400", null);

            client.send(FrameClient.request("GET", "/fine"), true);
            assertThat(client.answer().status()).isEqualTo("200");
        }
    }

    @Test
    void shouldRefuseABodyOfAnotherLengthThanDeclared() throws Exception {
        for (String body : List.of("123", "1234567")) {
            try (RawServer server = showing();
                    Appliance appliance = clearText(server, "fail-safe=off");
                    FrameClient client = new FrameClient(appliance.server.port())) {
                int stream = client.send(FrameClient.request("POST", "/", "content-length", "5"), false);
                client.data(stream, body, true);
                FrameClient.Answer answer = client.answer();

                assertThat(answer.status() + answer.reset()).containsAnyOf("400", "PROTOCOL_ERROR");
                assertThat(server.connections).hasValue(0);
            }
        }
    }

    @Test
    void shouldHoldTheServerBackWhenTheClientTakesNothing() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] piece = new byte[1 << 16];
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
                    while (written.get() < 1L << 30) {
                        c.out.write(piece);
                        written.addAndGet(piece.length);
                    }
                });
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            client.takeNoMore();
            int stream = client.send(FrameClient.request("GET", "/"), true);
            long[] before = {-1};
            Appliance.await("standstill", () -> {
                RawServer.takeTime(500);
                boolean still = written.get() > 0 && written.get() == before[0];
                before[0] = written.get();
                return still;
            });
            assertThat(written.get()).isLessThan(64 << 20);
            client.takeAgain(stream);
            Appliance.await("more", () -> written.get() > before[0]);
            client.reset(stream);
            Appliance.await("the end", () -> !appliance.ended.isEmpty());
            assertThat(appliance.firstEnded().termination()).startsWith("C");
        }
    }

    @Test
    void shouldHoldTheClientBackWhenTheServerTakesNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        String body = "x".repeat(8 << 20);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    arrived.countDown();
                    RawServer.await(go);
                    long length = c.in.readNBytes(body.length()).length;
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" + length);
                });
                Appliance appliance = clearText(server, "fail-safe=off");
                FrameClient client = new FrameClient(appliance.server.port())) {
            int stream = client.send(FrameClient.request("POST", "/", "content-length", "" + body.length()), false);
            for (int i = 0; i < body.length(); i += 1 << 14) {
                client.data(stream, body.substring(i, i + (1 << 14)), i + (1 << 14) == body.length());
            }
            // The window of one stream and the sockets' buffers are less than the body: the client is still at it.
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.frames).noneMatch(frame -> frame.kind().equals("headers"));
            go.countDown();
            assertThat(client.answer().body()).isEqualTo("" + body.length());
        }
    }

    @Test
    void shouldTellTheServerWhenTheClientResets() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.in.read();
                    lost.countDown();
                });
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            int stream = client.send(FrameClient.request("GET", "/"), true);
            Appliance.await("the request", () -> server.connections.get() == 1);
            client.reset(stream);

            assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(appliance.firstEnded().termination()).startsWith("C");
        }
    }

    @Test
    void shouldResetAReplyThatBreaksOff() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                });
                Appliance appliance = clearText(server, "fail-safe=off");
                FrameClient client = new FrameClient(appliance.server.port())) {
            client.send(FrameClient.request("GET", "/"), true);

            assertThat(client.answer().reset()).isEqualTo("INTERNAL_ERROR");
        }
    }

    @Test
    void shouldThrowOutWhoResetsTooMuch() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            for (int i = 0; i < 400 && client.channel.isActive(); i++) {
                client.reset(client.send(FrameClient.request("GET", "/" + i), false));
            }
            assertThat(client.goAway()).isIn("ENHANCE_YOUR_CALM", "closed");
        }
    }

    @Test
    void shouldThrowOutWhoPingsTooMuch() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = clearText(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            for (int i = 0; i < 10_100; i++) {
                client.ping(i);
            }
            // The reason is lost when the client's own pings meet the closed connection first.
            assertThat(client.goAway()).isIn("ENHANCE_YOUR_CALM", "NO_ERROR", "closed");
        }
    }

    @Test
    void shouldRefuseStreamsBeyondTheLimit() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    RawServer.await(go);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                Appliance appliance = clearText(server, "http2-max-streams=2");
                RawClient raw = appliance.client()) {
            // A client that minds no settings: HEADERS of three streams, with HPACK's static table alone.
            StringBuilder frames = new StringBuilder("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            frames.append("\0\0\0\4\0\0\0\0\0");
            for (int stream = 1; stream <= 5; stream += 2) {
                frames.append("\0\0\11\1\5\0\0\0").append((char) stream).append("\u0082\u0086\u0084\u0041\4test");
            }
            raw.write(frames.toString());
            byte[] seen = new byte[0];
            while (!contains(seen, new byte[] {0, 0, 4, 3, 0, 0, 0, 0, 5, 0, 0, 0, 7})) {
                byte[] more = new byte[seen.length + 1];
                System.arraycopy(seen, 0, more, 0, seen.length);
                int read = raw.socket.getInputStream().read();
                assertThat(read).isNotNegative();
                more[seen.length] = (byte) read;
                seen = more;
            }
            go.countDown();
        }
    }

    @Test
    void shouldLetStreamsEndAndTakeNoMoreWhenItDrains() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    RawServer.await(go);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                Appliance appliance = clearText(server, "timeout-drain=10s");
                FrameClient client = new FrameClient(appliance.server.port())) {
            client.send(FrameClient.request("GET", "/"), true);
            Appliance.await("the request", () -> server.connections.get() == 1);
            Thread stop = RawServer.daemon(appliance.server::stop);

            assertThat(client.goAway()).isEqualTo("NO_ERROR");
            go.countDown();
            List<FrameClient.Frame> rest = new ArrayList<>();
            do {
                rest.add(client.next());
            } while (!rest.get(rest.size() - 1).kind().equals("closed"));
            assertThat(rest.toString()).contains(":status: 200");
            assertThat(rest).noneMatch(frame -> frame.kind().equals("reset"));
            stop.join(20_000);
            assertThat(stop.isAlive()).isFalse();
        }
    }

    @Test
    void shouldCloseAConnectionThatIsIdle() throws Exception {
        try (RawServer server = showing();
                Appliance appliance = clearText(server, "timeout-idle=300ms");
                FrameClient client = new FrameClient(appliance.server.port())) {
            client.send(FrameClient.request("GET", "/"), true);
            assertThat(client.answer().status()).isEqualTo("200");

            assertThat(client.goAway()).isEqualTo("NO_ERROR");
        }
    }

    @Test
    void shouldAnswerByItselfWhenNoServerDoes() throws Exception {
        try (RawServer dead = showing();
                Appliance appliance = clearText(dead, "fail-safe=off");
                FrameClient client = new FrameClient(appliance.server.port())) {
            dead.close();
            client.send(FrameClient.request("GET", "/"), true);
            FrameClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo("502");
            assertThat(answer.body()).contains("cannot connect");

            client.send(FrameClient.request("HEAD", "/"), true);
            FrameClient.Answer toHead = client.answer();
            assertThat(toHead.status()).startsWith("50");
            assertThat(toHead.body()).isEmpty();
        }
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}

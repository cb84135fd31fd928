package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trailers behind bodies of declared length, which HTTP/2 has (RFC 9113 section 8.1) and HTTP/1.1 has not. */
@ExtendWith(NoLeaks.class)
class Http2TrailersTest {

    private static final Http2Headers SUM = new DefaultHttp2Headers().add("x-sum", "4");

    private static Appliance before(FrameServer server, String... more) throws Exception {
        String[] keys = new String[more.length + 3];
        System.arraycopy(more, 0, keys, 0, more.length);
        keys[more.length] = "servers=s1=127.0.0.1:" + server.port();
        keys[more.length + 1] = "server-protocol=h2";
        keys[more.length + 2] = "h2c=true";
        return new Appliance(List.of(), keys);
    }

    @Test
    void shouldPassThemOnToClientsThatHaveAPlaceForThem() throws Exception {
        try (FrameServer server = new FrameServer(call -> call.head(200, false, "content-length", "4")
                        .data("body", false)
                        .section(SUM, true));
                Appliance appliance = before(server);
                FrameClient framed = new FrameClient(appliance.server.port());
                RawClient client = appliance.client()) {
            for (int i = 0; i < 3; i++) {
                framed.send(FrameClient.request("GET", "/"), true);
                FrameClient.Answer answer = framed.answer();
                assertThat(answer.headers().get("content-length")).hasToString("4");
                assertThat(answer.body()).isEqualTo("body");
                assertThat(answer.trailers().get("x-sum")).hasToString("4");
            }
            RawClient.Reply plain = client.get("/");
            assertThat(plain.body()).isEqualTo("body");
            assertThat(plain.field("Content-Length")).isEqualTo("4");
            assertThat(client.get("/again").body()).isEqualTo("body");
        }
    }

    /** The body is not held up by trailers, or an end, that come later. */
    @Test
    void shouldPassTheBodyOnBeforeThem() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (FrameServer server = new FrameServer(call -> {
                    call.head(200, false, "content-length", "4").data("body", false);
                    RawServer.daemon(() -> {
                        RawServer.await(seen);
                        if (call.path().equals("/end")) {
                            call.data("", true);
                        } else {
                            call.section(SUM, true);
                        }
                    });
                });
                Appliance appliance = before(server, "confirm=head", "fail-safe=off");
                FrameClient framed = new FrameClient(appliance.server.port())) {
            framed.send(FrameClient.request("GET", "/trailers"), true);
            assertThat(framed.next().headers().status()).hasToString("200");
            FrameClient.Frame data = framed.next();
            assertThat(data.data()).isEqualTo("body");
            assertThat(data.ended()).isFalse();
            seen.countDown();
            assertThat(framed.next().headers().get("x-sum")).hasToString("4");

            framed.send(FrameClient.request("GET", "/end"), true);
            FrameClient.Answer answer = framed.answer();
            assertThat(answer.body()).isEqualTo("body");
            assertThat(answer.trailers()).isNull();
            assertThat(answer.reset()).isNull();
        }
    }

    @Test
    void shouldEndAReplyWithItsLastPieceWhenNothingFollows() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "h2c=true");
                FrameClient framed = new FrameClient(appliance.server.port())) {
            framed.send(FrameClient.request("GET", "/x"), true);
            assertThat(framed.next().headers().status()).hasToString("200");
            FrameClient.Frame data = framed.next();
            assertThat(data.data()).isEqualTo("s /x");
            assertThat(data.ended()).isTrue();
        }
    }

    @Test
    void shouldPassThoseOfRequestsOnToServersThatHaveAPlaceForThem() throws Exception {
        try (FrameServer server = new FrameServer(call -> {});
                Appliance appliance = before(server);
                FrameClient framed = new FrameClient(appliance.server.port())) {
            int stream = framed.send(FrameClient.request("POST", "/", "content-length", "5"), false);
            framed.data(stream, "hello", false);
            framed.trailers(stream, SUM);
            Appliance.await("the request", () -> !server.calls.isEmpty() && server.calls.get(0).ended);
            assertThat(server.calls.get(0).body).hasToString("hello");
            assertThat(server.calls.get(0).trailers.get("x-sum")).hasToString("4");
            server.calls.get(0).head(204, true);
            assertThat(framed.answer().status()).isEqualTo("204");
        }
    }
}

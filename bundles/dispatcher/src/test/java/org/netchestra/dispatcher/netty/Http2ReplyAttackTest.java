package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What servers of HTTP/2 may send instead of a reply: no client gets any of it for one. */
@ExtendWith(NoLeaks.class)
class Http2ReplyAttackTest {

    private static Http2Headers fields(String text) {
        Http2Headers fields = new DefaultHttp2Headers(false);
        for (String field : text.split("\\|")) {
            int equals = field.indexOf('=');
            fields.add(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields;
    }

    /** Every attack is the reply to a request for its number. */
    private static void refused(Map<String, Consumer<FrameServer.Call>> attacks, String method) throws Exception {
        List<Consumer<FrameServer.Call>> all = List.copyOf(attacks.values());
        try (FrameServer server = new FrameServer(call -> {
                    int number = Integer.parseInt(call.path().substring(1));
                    if (number == all.size()) {
                        call.head(200, true);
                    } else {
                        all.get(number).accept(call);
                    }
                });
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + server.port(),
                        "server-protocol=h2",
                        "fail-safe=off",
                        "timeout-response=5s",
                        "timeout-data=5s")) {
            int number = 0;
            for (String name : attacks.keySet()) {
                try (RawClient client = appliance.client()) {
                    client.write(method + " /" + number++ + " HTTP/1.1\r\nHost: a\r\n\r\n");
                    int status = client.read().status();
                    while (status == 103) {
                        status = client.read().status();
                    }
                    assertThat(status).as(name).isEqualTo(502);
                }
            }
            try (RawClient client = appliance.client()) {
                client.write("GET /" + number + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldPassNoMalformedHeadOn() throws Exception {
        Map<String, Consumer<FrameServer.Call>> attacks = new LinkedHashMap<>();
        for (String head : List.of(
                "x=y",
                ":status=20",
                ":status=2000",
                ":status=2x0",
                ":status=099",
                ":status=600",
                ":status=200\r\n",
                ":status=200|:status=200",
                "x=y|:status=200",
                ":status=200|:path=/",
                ":status=200|:unknown=1",
                ":status=101|upgrade=websocket",
                ":status=101",
                ":status=200|X=y",
                ":status=200|x y=z",
                ":status=200|x=a\r\nb: c",
                ":status=200|x=a\u0000b",
                ":status=200|x\r\n=y",
                ":status=200|x= y",
                ":status=200|connection=close",
                ":status=200|keep-alive=1",
                ":status=200|proxy-connection=x",
                ":status=200|transfer-encoding=chunked",
                ":status=200|upgrade=h2c",
                ":status=200|content-length=1",
                ":status=200|content-length=0|content-length=0",
                ":status=200|content-length=-1",
                ":status=200|content-length=0, 0",
                ":status=103|link=</a>")) {
            attacks.put(
                    head,
                    call -> call.raw(
                            new Frames().headers(call.stream, head, true).bytes()));
        }
        refused(attacks, "GET");
    }

    @Test
    void shouldPassNoMalformedSequenceOn() throws Exception {
        Map<String, Consumer<FrameServer.Call>> attacks = new LinkedHashMap<>();
        attacks.put(
                "data first",
                call -> call.raw(new Frames().data(call.stream, "x", true).bytes()));
        attacks.put("interim replies without end", call -> {
            for (int i = 0; i < 100; i++) {
                call.head(103, false);
            }
        });
        attacks.put("a header section too large", call -> call.head(200, true, "x", "y".repeat(70_000)));
        attacks.put(
                "data on stream 0",
                call -> call.raw(new Frames().data(0, "x", true).bytes()));
        attacks.put(
                "a promise nobody may make",
                call -> call.raw(new Frames()
                        .frame(Frames.PUSH_PROMISE, Frames.END_HEADERS, call.stream, new byte[] {0, 0, 0, 2})
                        .bytes()));
        attacks.put(
                "a window overflow",
                call -> call.raw(new Frames()
                        .frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(0x7fffffff))
                        .bytes()));
        attacks.put("continuations without end", call -> {
            Frames frames = new Frames().frame(Frames.HEADERS, 0, call.stream, Frames.block(":status=200"));
            for (int i = 0; i < 1000; i++) {
                frames.frame(Frames.CONTINUATION, 0, call.stream);
            }
            call.raw(frames.bytes());
        });
        attacks.put("rubbish", call -> call.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes()));
        attacks.put(
                "settings that are none",
                call -> call.raw(new Frames()
                        .frame(Frames.SETTINGS, 0, 0, Frames.setting(5, 1))
                        .bytes()));
        refused(attacks, "GET");
    }

    @Test
    void shouldBreakRepliesOffThatGoWrongBehindTheirHead() throws Exception {
        Map<String, Consumer<FrameServer.Call>> attacks = new LinkedHashMap<>();
        attacks.put(
                "short", call -> call.head(200, false, "content-length", "5").data("1234", true));
        attacks.put("long", call -> call.head(200, false, "content-length", "5").data("123456", true));
        attacks.put(
                "long in pieces",
                call -> call.head(200, false, "content-length", "5")
                        .data("1234", false)
                        .data("56", true));
        attacks.put(
                "a second head", call -> call.head(200, false).data("x", false).head(200, false));
        attacks.put(
                "trailers with a pseudo-field",
                call -> call.head(200, false).data("x", false).section(fields(":status=200"), true));
        attacks.put(
                "trailers that end a line",
                call -> call.head(200, false).data("x", false).section(fields("x=a\r\nb: c"), true));
        attacks.put("data behind 204", call -> call.head(204, false).data("x", true));
        attacks.put("empty data without end", call -> {
            call.head(200, false);
            Frames frames = new Frames();
            for (int i = 0; i < 100; i++) {
                frames.data(call.stream, "", false);
            }
            call.raw(frames.bytes());
        });
        List<String> names = List.copyOf(attacks.keySet());
        try (FrameServer server = new FrameServer(call -> attacks.get(
                                names.get(Integer.parseInt(call.path().substring(1))))
                        .accept(call));
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + server.port(),
                        "server-protocol=h2",
                        "h2c=true",
                        "fail-safe=off",
                        "timeout-data=5s")) {
            for (int i = 0; i < names.size(); i++) {
                try (FrameClient client = new FrameClient(appliance.server.port())) {
                    client.send(FrameClient.request("GET", "/" + i), true);
                    FrameClient.Answer answer = answer(client, names.get(i));
                    boolean whole204 =
                            "204".equals(answer.status()) && answer.body().isEmpty();
                    boolean broken = answer.reset() != null || "502".equals(answer.status());
                    assertThat(broken || whole204)
                            .as(names.get(i) + ": " + answer)
                            .isTrue();
                }
            }
        }
    }

    private static FrameClient.Answer answer(FrameClient client, String name) throws InterruptedException {
        try {
            return client.answer();
        } catch (AssertionError silence) {
            throw new AssertionError(name, silence);
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Frames.CONTINUATION;
import static org.netchestra.dispatcher.netty.Frames.END_HEADERS;
import static org.netchestra.dispatcher.netty.Frames.END_STREAM;
import static org.netchestra.dispatcher.netty.Frames.HEADERS;
import static org.netchestra.dispatcher.netty.Frames.PADDED;
import static org.netchestra.dispatcher.netty.Frames.PING;
import static org.netchestra.dispatcher.netty.Frames.PUSH_PROMISE;
import static org.netchestra.dispatcher.netty.Frames.RST_STREAM;
import static org.netchestra.dispatcher.netty.Frames.SETTINGS;
import static org.netchestra.dispatcher.netty.Frames.WINDOW_UPDATE;
import static org.netchestra.dispatcher.netty.Frames.block;
import static org.netchestra.dispatcher.netty.Frames.number;
import static org.netchestra.dispatcher.netty.Frames.setting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients of HTTP/2 may try: nothing of it reaches a server of HTTP/1.1, and no connection of it lives on. */
@ExtendWith(NoLeaks.class)
class Http2AttackTest {

    private static final String START = ":method=POST|:scheme=http|:path=/attack|:authority=a";
    private static final String GET = ":method=GET|:scheme=http|:path=/attack|:authority=a";

    private final List<String> forwarded = new CopyOnWriteArrayList<>();

    private RawServer server() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                forwarded.add(head);
                c.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    private void neverForwarded(Map<String, Frames> attacks, String... keys) throws Exception {
        String[] all = Arrays.copyOf(keys, keys.length + 1);
        all[keys.length] = "h2c=true";
        try (RawServer server = server();
                Appliance appliance = new Appliance(List.of(server), all)) {
            for (Map.Entry<String, Frames> attack : attacks.entrySet()) {
                List<String> seen = FramePeer.told(appliance.server.port(), attack.getValue(), 1);
                assertThat(seen).as(attack.getKey()).isNotEmpty().doesNotContain("silence");
                assertThat(forwarded).as(attack.getKey()).isEmpty();
            }
            try (FrameClient honest = new FrameClient(appliance.server.port())) {
                honest.send(FrameClient.request("GET", "/fine"), true);
                assertThat(honest.answer().status()).isEqualTo("200");
            }
            assertThat(forwarded).hasSize(1);
        }
    }

    private static Frames begun() {
        return new Frames().begin();
    }

    @Test
    void shouldForwardNoRequestThatTwoParsersCouldReadDifferently() throws Exception {
        Map<String, Frames> attacks = new LinkedHashMap<>();
        for (String fields : List.of(
                ":scheme=http|:path=/|:authority=a",
                ":method=GET|:path=/|:authority=a",
                ":method=GET|:scheme=http|:authority=a",
                ":method=GET|:scheme=http|:path=|:authority=a",
                ":method=GET|:scheme=http|:path=/",
                GET + "|:method=GET",
                GET + "|:path=/b",
                GET + "|:authority=b",
                GET + "|x=y|:scheme=http",
                ":method=GET|x=y|:scheme=http|:path=/|:authority=a",
                GET + "|:status=200",
                GET + "|:unknown=1",
                GET + "|host=b",
                GET + "|host=a|host=a",
                GET + "|host=",
                ":method=GET|:scheme=http|:path=/|:authority=a b",
                ":method=GET|:scheme=http|:path=/|:authority=user@a",
                ":method=GET|:scheme=http|:path=/|:authority=a\r\nx: y",
                ":method=GET|:scheme=http|:path=http://b/|:authority=a",
                ":method=GET|:scheme=http|:path=b|:authority=a",
                ":method=GET|:scheme=http|:path=/ HTTP/1.1\r\nHost: b\r\n\r\nGET /c|:authority=a",
                ":method=GET|:scheme=http|:path=/\u0000|:authority=a",
                ":method=GET|:scheme=http|:path=/a b|:authority=a",
                ":method=GET / HTTP/1.1\r\nx: y\r\n|:scheme=http|:path=/|:authority=a",
                ":method=G T|:scheme=http|:path=/|:authority=a",
                ":method=|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http\r\n|:path=/|:authority=a",
                ":method=CONNECT|:authority=a:443",
                ":method=CONNECT|:protocol=websocket|:scheme=http|:path=/|:authority=a",
                GET + "|X=y",
                GET + "|x y=z",
                GET + "|x:=z",
                GET + "|=z",
                GET + "|x\r\ny=z",
                GET + "|x\u0000=z",
                GET + "|x=a\r\nb: c",
                GET + "|x=a\nb",
                GET + "|x=a\rb",
                GET + "|x=a\u0000b",
                GET + "|x= a",
                GET + "|x=a\t",
                GET + "|cookie=a=b\r\nx: y",
                GET + "|cookie=a=b|cookie=c\u0000",
                GET + "|connection=close",
                GET + "|connection=x",
                GET + "|keep-alive=1",
                GET + "|proxy-connection=close",
                GET + "|transfer-encoding=chunked",
                GET + "|transfer_encoding=chunked",
                GET + "|transfer-encoding=identity",
                GET + "|upgrade=websocket",
                GET + "|te=gzip",
                GET + "|te=trailers, chunked",
                GET + "|content-length=1",
                GET + "|content-length=0|content-length=0",
                GET + "|content-length=0, 0",
                GET + "|content-length=+0",
                GET + "|content-length=-1",
                GET + "|content-length=0x0",
                GET + "|content-length=99999999999999999999",
                GET + "|content_length=0",
                GET + "|expect=more")) {
            attacks.put(fields, begun().headers(1, fields, true));
        }
        neverForwarded(attacks);
    }

    @Test
    void shouldForwardNoBodyOfAnotherLengthThanDeclared() throws Exception {
        Map<String, Frames> attacks = new LinkedHashMap<>();
        String five = START + "|content-length=5";
        attacks.put("short", begun().headers(1, five, false).data(1, "1234", true));
        attacks.put("long", begun().headers(1, five, false).data(1, "123456", true));
        attacks.put(
                "long in pieces",
                begun().headers(1, five, false).data(1, "1234", false).data(1, "56", true));
        attacks.put("none", begun().headers(1, five, true));
        attacks.put("short, trailers", begun().headers(1, five, false).headers(1, "x=y", true));
        attacks.put(
                "chunked in disguise",
                begun().headers(1, START + "|transfer-encoding=chunked", false)
                        .data(1, "0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n", true));
        for (String trailer : List.of(
                "content-length=5",
                "transfer-encoding=chunked",
                ":path=/b",
                ":status=200",
                "host=b",
                "X=y",
                "x=a\r\nb: c",
                "cookie=a=b",
                "connection=x",
                "authorization=x")) {
            attacks.put(
                    "trailer " + trailer,
                    begun().headers(1, START, false).data(1, "hello", false).headers(1, trailer, true));
        }
        neverForwarded(attacks, "fail-safe=off");
    }

    @Test
    void shouldEndConnectionsThatBreakTheFraming() throws Exception {
        Map<String, Frames> attacks = new LinkedHashMap<>();
        byte[] get = block(GET);
        byte[] half = Arrays.copyOf(get, 10);
        attacks.put("no settings first", new Frames().begin().frame(HEADERS, 5, 0, get));
        attacks.put("even stream", begun().frame(HEADERS, 5, 2, get));
        attacks.put("data on stream 0", begun().data(0, "x", true));
        attacks.put("data on an idle stream", begun().data(1, "x", true));
        attacks.put("window of an idle stream", begun().frame(WINDOW_UPDATE, 0, 1, number(1)));
        attacks.put("reset of an idle stream", begun().frame(RST_STREAM, 0, 1, number(8)));
        attacks.put("continuation of nothing", begun().frame(CONTINUATION, END_HEADERS, 1, get));
        attacks.put(
                "a frame between headers",
                begun().frame(HEADERS, END_STREAM, 1, half).frame(PING, 0, 0, new byte[8]));
        attacks.put(
                "continuation of another stream",
                begun().frame(HEADERS, END_STREAM, 1, half).frame(CONTINUATION, END_HEADERS, 3, get));
        attacks.put("a frame too long", begun().frame(HEADERS, 5, 1, new byte[16_385]));
        attacks.put("more padding than frame", begun().frame(HEADERS, 5 | PADDED, 1, (byte) 200, (byte) 0));
        attacks.put("connection window 0", begun().frame(WINDOW_UPDATE, 0, 0, number(0)));
        attacks.put("window overflow", begun().frame(WINDOW_UPDATE, 0, 0, number(0x7fffffff)));
        attacks.put("ack with content", begun().frame(SETTINGS, 1, 0, setting(3, 1)));
        attacks.put("settings of a stream", begun().frame(SETTINGS, 0, 1, setting(3, 1)));
        attacks.put("half a setting", begun().frame(SETTINGS, 0, 0, new byte[5]));
        attacks.put("push neither on nor off", begun().frame(SETTINGS, 0, 0, setting(2, 2)));
        attacks.put("window too large", begun().frame(SETTINGS, 0, 0, setting(4, 0x80000000L)));
        attacks.put("frames too small", begun().frame(SETTINGS, 0, 0, setting(5, 1)));
        attacks.put("a short ping", begun().frame(PING, 0, 0, new byte[7]));
        attacks.put("a ping of a stream", begun().frame(PING, 0, 1, new byte[8]));
        attacks.put("a push from a client", begun().frame(PUSH_PROMISE, END_HEADERS, 1, new byte[] {0, 0, 0, 2}));
        attacks.put(
                "a setting that makes the window of a stream too large",
                begun().headers(1, START, false)
                        .frame(WINDOW_UPDATE, 0, 1, number(0x7fff0000))
                        .frame(SETTINGS, 0, 0, setting(4, 0x7fffffff)));
        attacks.put("a short reset", begun().frame(RST_STREAM, 0, 1, new byte[3]));
        attacks.put("a field of no table", begun().frame(HEADERS, 5, 1, (byte) 0xff, (byte) 0x7f));
        attacks.put("field number 0", begun().frame(HEADERS, 5, 1, (byte) 0x80));
        attacks.put("a number without end", begun().frame(HEADERS, 5, 1, repeated((byte) 0xff, 40)));
        attacks.put("a table too large", begun().frame(HEADERS, 5, 1, (byte) 0x3f, (byte) 0xe1, (byte) 0xff, (byte) 3));
        attacks.put("Huffman padding", begun().frame(HEADERS, 5, 1, (byte) 0, (byte) 0x81, (byte) 0, (byte) 0));
        attacks.put("a value that stops", begun().frame(HEADERS, 5, 1, (byte) 0, (byte) 9, (byte) 'x'));
        attacks.put("rubbish", begun().frameOfLength(0xffffff, 0xff, 0xff, -1, repeated((byte) 0x41, 200)));
        neverForwarded(attacks);
    }

    private static byte[] repeated(byte octet, int times) {
        byte[] bytes = new byte[times];
        Arrays.fill(bytes, octet);
        return bytes;
    }

    @Test
    void shouldTakeNothingOnAStreamThatHasEnded() throws Exception {
        try (RawServer server = server();
                Appliance appliance = new Appliance(List.of(server), "h2c=true")) {
            Frames once = begun().headers(1, GET, true).data(1, "GET /smuggled HTTP/1.1\r\n\r\n", true);
            assertThat(FramePeer.told(appliance.server.port(), once, 1)).doesNotContain("silence");
            String smuggled = GET.replace("/attack", "/smuggled");
            Frames again =
                    begun().headers(3, GET, true).headers(3, smuggled, true).headers(1, smuggled, true);
            assertThat(FramePeer.told(appliance.server.port(), again, 2)).doesNotContain("silence");
            assertThat(forwarded).noneMatch(head -> head.contains("smuggled"));
            assertThat(forwarded.size()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldNotBlowCompressedFieldsUp() throws Exception {
        // One field of 4000 octets enters the table; each further octet means it once more.
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(block(GET));
        bomb.write(0x40);
        Frames.literal(bomb, "x");
        Frames.literal(bomb, "y".repeat(4000));
        for (int i = 0; i < 10_000; i++) {
            bomb.write(0xbe);
        }
        neverForwarded(Map.of("bomb", begun().frame(HEADERS, 5, 1, bomb.toByteArray())));
    }

    /** Thousands of fields that become one: what they become is limited as what they were. */
    @Test
    void shouldNotBlowCookiesUp() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(block(GET));
        bomb.write(0x40);
        Frames.literal(bomb, "cookie");
        Frames.literal(bomb, "a=" + "b".repeat(500));
        for (int i = 0; i < 10_000; i++) {
            bomb.write(0xbe);
        }
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        empty.writeBytes(block(GET));
        empty.write(0x40);
        Frames.literal(empty, "cookie");
        Frames.literal(empty, "");
        for (int i = 0; i < 10_000; i++) {
            empty.write(0xbe);
        }
        neverForwarded(Map.of(
                "crumbs", begun().frame(HEADERS, 5, 1, bomb.toByteArray()),
                "empty crumbs", begun().frame(HEADERS, 5, 1, empty.toByteArray())));
    }

    /** One window that is too large is the end of its stream only (RFC 9113 section 6.9.1). */
    @Test
    void shouldResetAStreamWhoseWindowIsTooLarge() throws Exception {
        try (RawServer server = server();
                Appliance appliance = new Appliance(List.of(server), "h2c=true");
                FramePeer peer = new FramePeer(appliance.server.port())) {
            peer.send(begun().headers(1, START, false).frame(WINDOW_UPDATE, 0, 1, number(0x7fffffff)));
            assertThat(peer.next(RST_STREAM)).isEqualTo(ByteBuffer.wrap(number(3)));
            assertThat(forwarded).isEmpty();
        }
    }

    @Test
    void shouldLetGoOfARequestWhenASecondHeaderSectionBreaksItsStream() throws Exception {
        try (RawServer server = server();
                Appliance appliance = new Appliance(List.of(server), "h2c=true");
                FramePeer peer = new FramePeer(appliance.server.port())) {
            peer.send(begun().headers(1, START, false).data(1, "ab", false).headers(1, "x=y", false));

            assertThat(appliance.firstEnded().termination()).startsWith("C");
            assertThat(forwarded).isEmpty();
        }
    }
}

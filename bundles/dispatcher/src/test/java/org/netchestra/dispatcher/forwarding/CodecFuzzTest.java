package org.netchestra.dispatcher.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.fuzzing.Fuzzing;
import org.netchestra.dispatcher.message.ChunkDecoderTest;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * Mutated messages against slow references: both must accept the same and mean the same.
 */
class CodecFuzzTest {

    private static final String[] HEADS = {
        "GET / HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: x\r\nAccept: */*\r\n\r\n",
        "POST /a?b=c HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: keep-alive, X-Foo\r\nX-Foo: 1\r\n\r\nhello",
        "PUT http://h:1/x HTTP/1.1\r\nhost: b\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n0\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "HEAD /x HTTP/1.0\r\nConnection: keep-alive\r\nCookie: a=b; c=d\r\nX_Y: z\r\n\r\n",
        "\r\nTRACE /t HTTP/1.1\r\nHost: a\r\nMax-Forwards: 3\r\nX-Forwarded-For: 1.2.3.4\r\nEmpty:\r\n\r\n"
    };

    private static final String[] PIECES = {
        "\r",
        "\n",
        "\r\n",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "\0",
        "_",
        "#",
        "%",
        "\u0080",
        "\u00ff",
        "\u007f",
        "HTTP/1.1",
        "HTTP/1.0",
        "Content-Length: 5\r\n",
        "Content_Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: x\r\n",
        "Host:",
        "chunked",
        "0",
        "5",
        "99999999999999999999",
        "+",
        "-",
        "GET ",
        "CONNECT ",
        "http://",
        "*",
        "/",
        "[",
        "]",
        "@",
        "close",
        "Connection: close\r\n",
        "Expect: x\r\n",
        "Expect: 100-continue\r\n",
        "Max-Forwards: 5\r\n",
        "OPTIONS ",
        "TRACE "
    };

    @Test
    void shouldReadHeadsAsTheReferenceDoes() {
        RequestSemantics semantics = new RequestSemantics();
        Fuzzing.run(
                "request heads",
                random -> compare(Fuzzing.mutated(random, HEADS[random.nextInt(HEADS.length)], PIECES), semantics));
    }

    private static boolean compare(String text, RequestSemantics semantics) {
        MessageHead head = Heads.holding(Heads.bytes(text));
        int length = HeadParser.parseRequest(head, HttpLimits.REQUEST);
        ReferenceParser.Request reference = ReferenceParser.parse(text);
        String shown = text.replace("\r", "\\r").replace("\n", "\\n");
        if (length <= 0) {
            assertThat(reference).as(shown).isNull();
            if (length == HeadParser.MORE) {
                assertThat(ReferenceParser.mayContinue(text)).as(shown).isTrue();
            }
            return false;
        }
        assertThat(reference).as(shown).isNotNull();
        assertThat(length).as(shown).isEqualTo(reference.length());
        assertThat(head.method()).as(shown).isEqualTo(reference.method());
        assertThat(head.target()).as(shown).isEqualTo(reference.target());
        assertThat(fields(head)).as(shown).isEqualTo(reference.fields());
        Refusal refusal = semantics.read(head, false);
        assertThat(refusal == null).as("%s %s", refusal, shown).isEqualTo(reference.sound());
        if (refusal == null) {
            assertThat(semantics.isChunked()).as(shown).isEqualTo(reference.chunked());
            assertThat(semantics.contentLength()).as(shown).isEqualTo(reference.declared());
            passOn(head, semantics, shown);
        }
        return refusal == null;
    }

    /** What is passed on must be sound in the reference's eyes and mean the same. */
    private static void passOn(MessageHead head, RequestSemantics semantics, String shown) {
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer,
                head,
                semantics,
                new ClientIdentity("192.0.2.1", "http", "127.0.0.1:80", false, Fields.X_FORWARDED));
        String written = Heads.written(writer);
        ReferenceParser.Request again = ReferenceParser.parse(written);
        assertThat(again).as(shown + " -> " + written).isNotNull();
        assertThat(again.sound()).as(shown + " -> " + written).isTrue();
        assertThat(again.length()).as(shown).isEqualTo(written.length());
        assertThat(again.method()).as(shown).isEqualTo(head.method());
        assertThat(again.chunked()).as(shown).isEqualTo(semantics.isChunked());
        assertThat(again.declared()).as(shown).isEqualTo(semantics.contentLength());
        assertThat(again.fields().stream().filter(field -> field.startsWith("host=")))
                .as(shown)
                .hasSize(1);
    }

    private static List<String> fields(MessageHead head) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < head.count(); i++) {
            fields.add(head.name(i).toLowerCase(java.util.Locale.ROOT) + "=" + head.value(i));
        }
        return fields;
    }

    @Test
    void shouldReadChunksAsTheReferenceDoes() {
        Fuzzing.run("chunks", random -> {
            String body = random.nextInt(4) == 0 ? body(random) : Fuzzing.mutated(random, body(random), PIECES);
            String expected = ReferenceChunks.decode(body);

            assertThat(ChunkDecoderTest.decode(body, () -> 1 + random.nextInt(8)))
                    .as(Fuzzing.shown(body))
                    .isEqualTo(expected);
            return expected.endsWith(" LAST");
        });
    }

    private static final String[] REPLIES = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: x\r\n\r\nhello",
        "HTTP/1.1 304 \r\nETag: \"a\"\r\nConnection: close\r\n\r\n",
        "HTTP/1.0 404 Not Found\r\nConnection: keep-alive, X-A\r\nX-A: b\r\n\r\n",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 503 Sorry\r\nRetry-After: 1\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n"
    };

    @Test
    void shouldReadRepliesAsTheReferenceDoes() {
        ReplySemantics semantics = new ReplySemantics();
        Fuzzing.run("reply heads", random -> {
            String text = Fuzzing.mutated(random, REPLIES[random.nextInt(REPLIES.length)], PIECES);
            return compareReply(text, random.nextBoolean(), semantics);
        });
    }

    private static boolean compareReply(String text, boolean upgradeAsked, ReplySemantics semantics) {
        MessageHead head = Heads.holding(Heads.bytes(text));
        int length = HeadParser.parseReply(head, HttpLimits.REPLY);
        ReferenceReplies.Reply reference = ReferenceReplies.parse(text);
        String shown = Fuzzing.shown(text);
        assertThat(length > 0).as(shown).isEqualTo(reference != null);
        if (reference == null) {
            return false;
        }
        assertThat(length).as(shown).isEqualTo(reference.length());
        assertThat(head.status()).as(shown).isEqualTo(reference.status());
        assertThat(fields(head)).as(shown).isEqualTo(reference.fields());
        boolean sound = semantics.read(head, false, upgradeAsked) == null;
        assertThat(sound).as(shown).isEqualTo(reference.isSound(upgradeAsked));
        if (sound) {
            assertThat(semantics.isChunked()).as(shown).isEqualTo(reference.isChunked());
            assertThat(semantics.contentLength()).as(shown).isEqualTo(reference.declared());
            assertThat(semantics.isPersistent()).as(shown).isEqualTo(reference.isPersistent());
        }
        return sound;
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            String data = "abcdefghijklmnopqrstuvwxyz".substring(0, 1 + random.nextInt(26));
            String extension = random.nextInt(3) == 0 ? " ; a=\"b;\\\"c\" ;d" : random.nextInt(3) == 0 ? ";x=y" : "";
            body.append(Integer.toHexString(data.length())).append(extension).append("\r\n");
            body.append(data).append("\r\n");
        }
        return body.append("0\r\n")
                .append(random.nextBoolean() ? "" : "X: y\r\n")
                .append("\r\n")
                .toString();
    }
}

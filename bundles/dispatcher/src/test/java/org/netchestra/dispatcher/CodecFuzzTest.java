package org.netchestra.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.netchestra.core.config.ForwardingSpec.Fields;

/**
 * Mutated messages against a slow reference: both must accept the same and mean the same. The seed is printed;
 * {@code -Dnetchestra.fuzz.seed} repeats a run, {@code -Dnetchestra.fuzz.seconds} makes it longer.
 */
class CodecFuzzTest {

    private static final long SECONDS = Long.getLong("netchestra.fuzz.seconds", 3);

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
        "Expect: x\r\n"
    };

    @Test
    void shouldReadHeadsAsTheReferenceDoes() {
        long seed = Long.getLong("netchestra.fuzz.seed", System.nanoTime());
        System.out.println("CodecFuzzTest heads: seed " + seed);
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        RequestSemantics semantics = new RequestSemantics();
        int accepted = 0;
        int runs = 0;
        while (System.nanoTime() < end) {
            String text = mutated(random, HEADS[random.nextInt(HEADS.length)]);
            accepted += compare(text, semantics) ? 1 : 0;
            runs++;
        }
        System.out.println("CodecFuzzTest heads: " + runs + " runs, " + accepted + " accepted");
        assertThat(accepted).isPositive().isLessThan(runs);
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
        writer.request(
                head, semantics, new ClientIdentity("192.0.2.1", "http", "127.0.0.1:80", false, Fields.X_FORWARDED));
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
        long seed = Long.getLong("netchestra.fuzz.seed", System.nanoTime());
        System.out.println("CodecFuzzTest chunks: seed " + seed);
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int whole = 0;
        int runs = 0;
        while (System.nanoTime() < end) {
            String body = random.nextInt(4) == 0 ? body(random) : mutated(random, body(random));
            String expected = ReferenceChunks.decode(body);

            assertThat(ChunkDecoderTest.decode(body, () -> 1 + random.nextInt(8)))
                    .as(body.replace("\r", "\\r").replace("\n", "\\n"))
                    .isEqualTo(expected);
            whole += expected.endsWith(" LAST") ? 1 : 0;
            runs++;
        }
        System.out.println("CodecFuzzTest chunks: " + runs + " runs, " + whole + " whole");
        assertThat(whole).isPositive().isLessThan(runs);
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

    private static String mutated(Random random, String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), at + random.nextInt(random.nextInt(10) == 0 ? 40 : 3));
            switch (random.nextInt(5)) {
                case 0 -> out.delete(at, to);
                case 1 -> out.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> out.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> out.insert(at, out.substring(at, to));
                default -> out.insert(at, (char) random.nextInt(256));
            }
            if (out.isEmpty()) {
                out.append('x');
            }
        }
        return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
}

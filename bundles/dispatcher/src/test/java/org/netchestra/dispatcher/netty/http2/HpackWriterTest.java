package org.netchestra.dispatcher.netty.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.dispatcher.fuzzing.Fuzzing;

class HpackWriterTest {

    private static final String[] NAMES = {
        ":status",
        ":path",
        ":method",
        "content-type",
        "date",
        "server",
        "x-a",
        "x-b",
        "cookie",
        "set-cookie",
        "via",
        "age"
    };

    private final HpackWriter writer = new HpackWriter();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    private static void write(HpackWriter writer, String name, String value) {
        byte[] line = (name + value).getBytes(ISO_8859_1);
        writer.line(line, 0, name.length(), name.length(), line.length);
    }

    private byte[] block(String... fields) {
        ByteBuf out = Unpooled.buffer();
        writer.begin(out);
        for (int i = 0; i < fields.length; i += 2) {
            write(writer, fields[i], fields[i + 1]);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private List<String> decoded(byte[] block) throws Http2Exception {
        Http2Headers headers = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block));
        List<String> fields = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            fields.add(field.getKey() + "=" + field.getValue());
        }
        return fields;
    }

    @Test
    void shouldSayAgainInOneOctetWhatItHasSaid() throws Exception {
        byte[] first = block(":status", "200", "Server", "x", "x-name", "value");
        assertThat(decoded(first)).containsExactlyInAnyOrder(":status=200", "server=x", "x-name=value");
        byte[] second = block(":status", "200", "server", "x", "x-name", "value");
        assertThat(second).hasSize(3);
        assertThat(decoded(second)).containsExactlyInAnyOrder(":status=200", "server=x", "x-name=value");
    }

    @Test
    void shouldLetNoTableRememberSecrets() throws Exception {
        for (String secret : List.of("authorization", "proxy-authorization", "cookie", "set-cookie")) {
            byte[] first = block(secret, "a secret");
            assertThat(first[0] & 0xf0).as(secret).isEqualTo(0x10);
            assertThat(block(secret, "a secret")).as(secret).isEqualTo(first);
            assertThat(decoded(first)).containsExactly(secret + "=a secret");
        }
    }

    @Test
    void shouldWriteNumbersAndCountOctets() throws Exception {
        ByteBuf out = Unpooled.buffer();
        writer.begin(out);
        writer.status(304);
        writer.status(418);
        writer.contentLength(0);
        writer.contentLength(Long.MAX_VALUE);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        assertThat(decoded(bytes))
                .containsExactlyInAnyOrder(
                        ":status=304", ":status=418", "content-length=0", "content-length=9223372036854775807");
        assertThat(writer.octets()).isEqualTo(2 * 14 + 14 + 1 + 4 + 14 + 19 + 4);
    }

    /** The table of the peer has changed its size while it was used: both sides must go on to mean the same. */
    @Test
    void shouldBeUnderstoodByTheReference() {
        Fuzzing.run("HPACK", random -> {
            HpackWriter from = new HpackWriter();
            DefaultHttp2HeadersDecoder to = new DefaultHttp2HeadersDecoder(false, 1 << 20);
            int shrunk = 0;
            for (int i = 0; i < 30; i++) {
                if (random.nextInt(5) == 0) {
                    shrunk = resize(random, from, to);
                }
                understood(random, from, to);
            }
            return shrunk > 1000;
        });
    }

    private static int resize(Random random, HpackWriter from, DefaultHttp2HeadersDecoder to) {
        int size = 0;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            size = random.nextInt(6000);
            from.setTableSize(size);
            try {
                to.configuration().maxHeaderTableSize(size);
            } catch (Http2Exception impossible) {
                throw new AssertionError(impossible);
            }
        }
        return size;
    }

    private static void understood(Random random, HpackWriter from, DefaultHttp2HeadersDecoder to) {
        List<String> said = new ArrayList<>();
        ByteBuf out = Unpooled.buffer();
        from.begin(out);
        for (int i = random.nextInt(12); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            String value = random.nextInt(30) == 0 ? "" : value(random);
            boolean capital = random.nextInt(4) == 0;
            write(from, capital ? name.toUpperCase(Locale.ROOT) : name, value);
            said.add(name + "=" + value);
        }
        try {
            List<String> heard = new ArrayList<>();
            for (Map.Entry<CharSequence, CharSequence> field : to.decodeHeaders(1, out)) {
                heard.add(field.getKey() + "=" + field.getValue());
            }
            assertThat(heard).containsExactlyInAnyOrderElementsOf(said);
        } catch (Http2Exception refused) {
            throw new AssertionError("refused: " + said, refused);
        }
    }

    private static String value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "200";
            case 1 -> "/";
            case 2 -> "x".repeat(random.nextInt(random.nextInt(5) == 0 ? 2000 : 200));
            default -> Integer.toString(random.nextInt(20));
        };
    }
}

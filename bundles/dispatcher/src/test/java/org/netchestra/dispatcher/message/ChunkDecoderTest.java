package org.netchestra.dispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class ChunkDecoderTest {

    @Test
    void shouldFindTheDataInPiecesOfAnySize() {
        String body = "5\r\nhello\r\nA;x=y;z=\"q\\\"\\;\" ;w\r\n, world!!!\r\n000\r\n";
        for (int size = 1; size <= body.length(); size++) {
            int pieces = size;

            assertThat(decode(body + "\r\n", () -> pieces)).isEqualTo("hello, world!!! LAST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5g\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "5\t\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\rhello",
                "5\r\nhelloX\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5;\r\nhello\r\n0\r\n\r\n",
                "5;=b\r\nhello\r\n0\r\n\r\n",
                "5;a=\r\nhello\r\n0\r\n\r\n",
                "5;a=\"b\r\nhello\r\n0\r\n\r\n",
                "5;a\u0000b\r\nhello\r\n0\r\n\r\n",
                "5;a=b \r\nhello\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF\r\n",
                "8000000000000000\r\n",
                "10000000000000000\r\n",
                "00000000000000005\r\n"
            })
    void shouldRefuseEverythingThatIsNotExactlyAChunk(String body) {
        assertThat(decode(body, () -> 3)).endsWith("MALFORMED");
    }

    @Test
    void shouldRefuseABodyThatIsMostlyExtensions() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            body.append("1;").append("x".repeat(60)).append("\r\na\r\n");
        }

        assertThat(decode(body.toString(), () -> 1000)).endsWith("MALFORMED");
    }

    @Test
    void shouldTakeTheLargestSize() {
        assertThat(decode("7FFFFFFFFFFFFFFF\r\nabc", () -> 100)).isEqualTo("abc");
    }

    /** The data, and behind it how it ended unless more is wanted. */
    public static String decode(String body, IntSupplier pieces) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        ChunkDecoder decoder = new ChunkDecoder();
        decoder.reset();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = 0;
        while (start < bytes.length) {
            int end = Math.min(bytes.length, start + pieces.getAsInt());
            ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
            ChunkDecoder.Event event = ChunkDecoder.Event.DATA;
            while (event == ChunkDecoder.Event.DATA) {
                event = decoder.next(in);
                if (event == ChunkDecoder.Event.DATA) {
                    out.write(bytes, decoder.dataStart(), decoder.dataLength());
                }
            }
            if (event != ChunkDecoder.Event.MORE) {
                return out.toString(StandardCharsets.ISO_8859_1) + " " + event;
            }
            start = end;
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}

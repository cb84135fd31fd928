package org.netchestra.workload.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.workload.generator.ReplyParser.Progress;
import org.netchestra.workload.netty.BodyPattern;

class ReplyParserTest {
    private final ReplyParser parser = new ReplyParser();

    private Progress whole(String reply) {
        parser.expect(false);
        return parser.parse(bytes(reply));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldReadAReplyWithLengthWhereverItIsCut() {
        String reply = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Served-By: s1\r\n\r\nhello";
        for (int cut = 1; cut < reply.length(); cut++) {
            parser.expect(false);
            assertThat(parser.parse(bytes(reply.substring(0, cut)))).isEqualTo(Progress.MORE);
            assertThat(parser.started()).isTrue();
            assertThat(parser.parse(bytes(reply.substring(cut))))
                    .as("cut at %s", cut)
                    .isEqualTo(Progress.WHOLE);
            assertThat(parser.status()).isEqualTo(200);
            assertThat(parser.bodyLength()).isEqualTo(5);
            assertThat(parser.servedBy()).isEqualTo("s1");
            assertThat(parser.keepsAlive()).isTrue();
        }
    }

    @Test
    void shouldReadChunksExtensionsAndTrailers() {
        String reply =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n";
        for (int cut = 1; cut < reply.length(); cut++) {
            parser.expect(false);
            parser.parse(bytes(reply.substring(0, cut)));
            assertThat(parser.parse(bytes(reply.substring(cut))))
                    .as("cut at %s", cut)
                    .isEqualTo(Progress.WHOLE);
            assertThat(parser.bodyLength()).isEqualTo(15);
        }
    }

    @Test
    void shouldReadRepliesThatHaveNoBody() {
        assertThat(whole("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(Progress.WHOLE);
        assertThat(whole("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"))
                .isEqualTo(Progress.WHOLE);
        parser.expect(true);
        assertThat(parser.parse(bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")))
                .isEqualTo(Progress.WHOLE);
    }

    @Test
    void shouldSkipInterimReplies() {
        assertThat(whole("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(Progress.WHOLE);
        assertThat(parser.status()).isEqualTo(201);
    }

    @Test
    void shouldReadABodyThatEndsWithTheConnection() {
        assertThat(whole("HTTP/1.1 200 OK\r\n\r\nhello")).isEqualTo(Progress.MORE);
        assertThat(parser.endsWithConnection()).isTrue();
        assertThat(parser.keepsAlive()).isFalse();
        assertThat(parser.bodyLength()).isEqualTo(5);
    }

    @Test
    void shouldNoticeThatTheConnectionIsNotKept() {
        assertThat(whole("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nConnection: Close\r\n\r\n"))
                .isEqualTo(Progress.WHOLE);
        assertThat(parser.keepsAlive()).isFalse();
        assertThat(whole("HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n")).isEqualTo(Progress.WHOLE);
        assertThat(parser.keepsAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"
            })
    void shouldRefuse(String reply) {
        assertThat(whole(reply)).isEqualTo(Progress.MALFORMED);
    }

    @Test
    void shouldSeeAByteThatIsNotThePattern() {
        ByteBuf body = Unpooled.copiedBuffer(BodyPattern.piece(0, 600));
        parser.expect(false);
        parser.parse(bytes("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n"));
        parser.parse(body.retainedSlice(0, 300));
        assertThat(parser.patternKept()).isTrue();
        body.setByte(555, body.getByte(555) + 1);
        assertThat(parser.parse(body.retainedSlice(300, 300))).isEqualTo(Progress.WHOLE);
        assertThat(parser.patternKept()).isFalse();
    }

    @Test
    void shouldSeeThatAPieceOfThePatternIsMissing() {
        parser.expect(false);
        parser.parse(bytes("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n"));
        parser.parse(Unpooled.copiedBuffer(BodyPattern.piece(0, 65_536)));
        assertThat(parser.patternKept()).isTrue();
        parser.parse(Unpooled.copiedBuffer(BodyPattern.piece(131_072, 65_536)));
        assertThat(parser.patternKept()).isFalse();
    }
}

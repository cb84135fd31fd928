package org.netchestra.dispatcher.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;

class ReplySemanticsTest {

    private final ReplySemantics semantics = new ReplySemantics();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 OK\r\nContent-Length: 5\r\nContent-Length: 5",
                "200 OK\r\nContent-Length: 5, 9",
                "200 OK\r\nContent-Length: 18446744073709551621",
                "200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
                "200 OK\r\nTransfer-Encoding: gzip, chunked",
                "200 OK\r\nTransfer-Encoding: identity",
                "101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket"
            })
    void shouldRefuseAmbiguousFraming(String head) {
        assertThat(read("HTTP/1.1 " + head + "\r\n\r\n", false)).isEqualTo(Refusal.BAD_REPLY);
    }

    @Test
    void shouldRefuseATransferCodingFromHttp10() {
        assertThat(read("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", false))
                .isEqualTo(Refusal.BAD_REPLY);
    }

    @Test
    void shouldKnowHowABodyEnds() {
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n", false)).isNull();
        assertThat(semantics.isDelimitedByClose()).isTrue();
        assertThat(semantics.isPersistent()).isFalse();

        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", false)).isNull();
        assertThat(semantics.contentLength()).isEqualTo(7);
        assertThat(semantics.isPersistent()).isTrue();

        assertThat(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", false))
                .isNull();
        assertThat(semantics.isBodiless()).isTrue();

        assertThat(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true))
                .isNull();
        assertThat(semantics.isBodiless()).isTrue();
    }

    @Test
    void shouldDropWhatIsMeantForThisHopOnly() {
        MessageHead head = Heads.reply("HTTP/1.1 200 Fine\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                + "Set-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 3\r\n\r\n");
        assertThat(semantics.read(head, false, false)).isNull();
        HeadWriter writer = new HeadWriter();

        writer.reply(head);

        assertThat(Heads.written(writer)).isEqualTo("HTTP/1.1 200 Fine\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n");
    }

    private Refusal read(String text, boolean toHead) {
        return semantics.read(Heads.reply(text), toHead, false);
    }
}

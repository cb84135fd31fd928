package org.netchestra.dispatcher.http2head;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedRequest;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** Replies of HTTP/2 as heads of HTTP/1.1, and requests of HTTP/1.1 as fields of HTTP/2. */
final class Http2ReplyHeadTest {

    private final Http2ReplyHead head = new Http2ReplyHead();
    private final MessageHead into = new MessageHead();
    private final ReplySemantics semantics = new ReplySemantics();

    private boolean read(String fields, boolean toHead, boolean ended) {
        head.clear();
        for (String field : fields.split("\\|")) {
            int equals = field.indexOf('=');
            Http2RequestHeadTest.add(head, field.substring(0, equals), field.substring(equals + 1));
        }
        return head.read(into, semantics, toHead, ended);
    }

    @Test
    void shouldFrameBodiesAsTheyAre() {
        assertThat(read(":status=200|x=y", false, false)).isTrue();
        assertThat(semantics.isChunked()).isTrue();
        assertThat(read(":status=200|content-length=5", false, false)).isTrue();
        assertThat(semantics.contentLength()).isEqualTo(5);
        assertThat(read(":status=200", false, true)).isTrue();
        assertThat(semantics.contentLength()).isZero();
        assertThat(read(":status=204", false, true)).isTrue();
        assertThat(read(":status=304|content-length=5", false, true)).isTrue();
        assertThat(read(":status=200|content-length=5", true, true)).isTrue();
        assertThat(semantics.isBodiless()).isTrue();
        assertThat(read(":status=200|content-length=5", false, true)).isFalse();
        assertThat(into.status()).isEqualTo(200);
    }

    @Test
    void shouldSayRequestsInFieldsOfHttp2() {
        MessageHead request = new MessageHead();
        RequestSemantics meaning = new RequestSemantics();
        request.fill(ByteBuffer.wrap(("POST http://shop.example/a?b HTTP/1.1\r\nHost: other\r\nX-Y: \t z \r\n"
                        + "TE: trailers\r\nConnection: TE, X-Hop\r\nX-Hop: 1\r\nContent-Length: 3\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(HeadParser.parseRequest(request, HttpLimits.REQUEST)).isPositive();
        assertThat(meaning.read(request, false)).isNull();
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer, request, meaning, new ClientIdentity("192.0.2.7", "http", "127.0.0.1:80", false, Fields.OFF));

        List<String> fields = new ArrayList<>();
        Http2RequestFields.forEach(
                writer,
                true,
                (name, value) -> fields.add(new String(name, StandardCharsets.ISO_8859_1) + "="
                        + new String(value, StandardCharsets.ISO_8859_1)));

        assertThat(fields)
                .containsExactly(
                        ":method=POST",
                        ":scheme=https",
                        ":path=/a?b",
                        ":authority=shop.example",
                        "x-y=z",
                        "content-length=3",
                        "via=1.1 netchestra",
                        "te=trailers");
    }
}

package org.netchestra.dispatcher.http2head;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedRequest;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.semantics.RequestSemantics;

final class Http2RequestHeadTest {

    private final Http2RequestHead head = new Http2RequestHead();
    private final MessageHead into = new MessageHead();
    private final RequestSemantics semantics = new RequestSemantics();

    /** Fields parted by "|", name and value by "=". */
    private Refusal read(String fields, boolean ended) {
        head.clear();
        for (String field : fields.split("\\|")) {
            int equals = field.indexOf('=');
            add(head, field.substring(0, equals), field.substring(equals + 1));
        }
        return head.read(into, semantics, HttpLimits.REQUEST, ended, false);
    }

    static void add(Http2Section section, String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] valueBytes = value.getBytes(StandardCharsets.ISO_8859_1);
        section.field(nameBytes, 0, nameBytes.length, valueBytes, 0, valueBytes.length);
    }

    private String forwarded() {
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer,
                into,
                semantics,
                new ClientIdentity("192.0.2.7", "https", "127.0.0.1:443", false, Fields.X_FORWARDED));
        return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldBecomeAnOrdinaryRequest() {
        assertThat(read(
                        ":method=GET|:scheme=https|:path=/a?b=c|:authority=shop.example|cookie=a=1|x-y=z|cookie=b=2",
                        true))
                .isNull();

        assertThat(forwarded())
                .startsWith("GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\nx-y: z\r\ncookie: a=1; b=2\r\n")
                .contains("Via: 2.0 netchestra\r\n")
                .contains("X-Forwarded-Proto: https\r\n");
        assertThat(into.protocol()).isEqualTo("HTTP/2.0");
        assertThat(semantics.hasBody()).isFalse();
    }

    @Test
    void shouldFrameABodyByItsLengthOrInChunks() {
        assertThat(read(":method=POST|:scheme=http|:path=/|:authority=a|content-length=5", false))
                .isNull();
        assertThat(semantics.contentLength()).isEqualTo(5);
        assertThat(forwarded()).contains("Content-Length: 5\r\n").doesNotContain("chunked");

        assertThat(read(":method=POST|:scheme=http|:path=/|:authority=a|te=trailers", false))
                .isNull();
        assertThat(semantics.isChunked()).isTrue();
        assertThat(forwarded()).contains("Transfer-Encoding: chunked\r\n").contains("TE: trailers\r\n");
    }

    @Test
    void shouldTakeHostForAnAuthority() {
        assertThat(read(":method=GET|:scheme=http|:path=/|host=b", true)).isNull();
        assertThat(forwarded()).contains("Host: b\r\n");
        assertThat(read(":method=GET|:scheme=http|:path=/|:authority=b|host=B", true))
                .isNull();
        assertThat(read(":method=OPTIONS|:scheme=http|:path=*|:authority=b", true))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":scheme=http|:path=/|:authority=a", // no method
                ":method=GET|:path=/|:authority=a",
                ":method=GET|:scheme=http|:authority=a",
                ":method=GET|:scheme=http|:path=|:authority=a",
                ":method=GET|:scheme=http|:path=/",
                ":method=GET|:scheme=ftp|:path=/|:authority=a",
                ":method=GET|:method=GET|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:path=/b|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|:authority=a",
                ":method=GET|:scheme=http|x=y|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|:status=200",
                ":method=GET|:scheme=http|:path=/|:authority=a|:unknown=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|host=b",
                ":method=GET|:scheme=http|:path=/|:authority=a|host=a|host=a",
                ":method=GET|:scheme=http|:path=/|:authority=user@a",
                ":method=GET|:scheme=http|:path=/|:authority=a b",
                ":method=GET|:scheme=http|:path=http://b/|:authority=a",
                ":method=GET|:scheme=http|:path=//b c|:authority=a",
                ":method=GET|:scheme=http|:path=/#f|:authority=a",
                ":method=GET|:scheme=http|:path=/ HTTP/1.1\r\nX: y|:authority=a",
                ":method=GET / HTTP/1.1\r\nX: y|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a\r\nX: y",
                ":method=G T|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=*|:authority=a",
                ":method=CONNECT|:authority=a:443",
                ":method=CONNECT|:protocol=websocket|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|X-Y=z",
                ":method=GET|:scheme=http|:path=/|:authority=a|x y=z",
                ":method=GET|:scheme=http|:path=/|:authority=a|x:=z",
                ":method=GET|:scheme=http|:path=/|:authority=a|=z",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\r\nb: c",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\nb",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\u0000b",
                ":method=GET|:scheme=http|:path=/|:authority=a|x= a",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\t",
                ":method=GET|:scheme=http|:path=/|:authority=a|connection=close",
                ":method=GET|:scheme=http|:path=/|:authority=a|keep-alive=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|proxy-connection=close",
                ":method=GET|:scheme=http|:path=/|:authority=a|transfer-encoding=chunked",
                ":method=GET|:scheme=http|:path=/|:authority=a|upgrade=websocket",
                ":method=GET|:scheme=http|:path=/|:authority=a|te=gzip",
                ":method=GET|:scheme=http|:path=/|:authority=a|content-length=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|content-length=0|content-length=0",
                ":method=GET|:scheme=http|:path=/|:authority=a|content-length=+0",
                ":method=GET|:scheme=http|:path=/|:authority=a|content_length=0",
                ":method=GET|:scheme=http|:path=/|:authority=a|expect=more"
            })
    void shouldRefuse(String fields) {
        assertThat(read(fields, true)).isNotNull();
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        String start = ":method=GET|:scheme=http|:authority=a|:path=/";
        assertThat(read(start + "x".repeat(8192), true)).isEqualTo(Refusal.TARGET_TOO_LONG);
        assertThat(read(start + "|x=" + "y".repeat(16384), true)).isEqualTo(Refusal.HEAD_TOO_LARGE);
        assertThat(read(start + "|x=y".repeat(101), true)).isEqualTo(Refusal.HEAD_TOO_LARGE);
    }

    @Test
    void shouldReadTrailers() {
        for (List<String> field : List.of(List.of("x-sum", "1"), List.of("grpc-status", "0"))) {
            head.clear();
            add(head, field.get(0), field.get(1));
            assertThat(head.readTrailer(into, HttpLimits.REQUEST)).isTrue();
            assertThat(into.value(field.get(0))).isEqualTo(field.get(1));
        }
        for (List<String> field : List.of(
                List.of(":path", "/"),
                List.of("content-length", "1"),
                List.of("host", "a"),
                List.of("cookie", "a=b"),
                List.of("transfer-encoding", "chunked"),
                List.of("X", "y"),
                List.of("x", "y\r\nz: 1"))) {
            head.clear();
            add(head, field.get(0), field.get(1));
            assertThat(head.readTrailer(into, HttpLimits.REQUEST))
                    .as("%s", field)
                    .isFalse();
        }
    }
}

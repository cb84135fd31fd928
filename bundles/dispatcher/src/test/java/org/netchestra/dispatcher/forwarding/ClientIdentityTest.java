package org.netchestra.dispatcher.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** What servers are told of a client. */
class ClientIdentityTest {

    private static final String SAID = "X-Forwarded-For: 192.0.2.1~X-Forwarded-For: 10.0.0.1~X-Forwarded-Proto: https~"
            + "X-Forwarded-Host: shop.example~Forwarded: for=192.0.2.1;proto=https~Forwarded: for=10.0.0.1~X-Real-IP: 1.1.1.1~";

    private final RequestSemantics semantics = new RequestSemantics();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "X_FORWARDED | false | X-Forwarded-For: 192.0.2.7~X-Forwarded-Proto: http~X-Forwarded-Host: h:80~",
                "RFC7239     | false | Forwarded: for=192.0.2.7;proto=http;host=\"h:80\"~",
                "BOTH        | false | X-Forwarded-For: 192.0.2.7~X-Forwarded-Proto: http~X-Forwarded-Host: h:80~"
                        + "Forwarded: for=192.0.2.7;proto=http;host=\"h:80\"~",
                "OFF         | false | none",
                "X_FORWARDED | true  | X-Forwarded-Proto: https~X-Forwarded-Host: shop.example~X-Real-IP: 1.1.1.1~"
                        + "X-Forwarded-For: 192.0.2.1, 10.0.0.1, 192.0.2.7~",
                "RFC7239     | true  | X-Real-IP: 1.1.1.1~"
                        + "Forwarded: for=192.0.2.1;proto=https, for=10.0.0.1, for=192.0.2.7;proto=http;host=\"h:80\"~",
                "OFF         | true  | X-Forwarded-Proto: https~X-Forwarded-Host: shop.example~Forwarded: for=192.0.2.1;proto=https~"
                        + "Forwarded: for=10.0.0.1~X-Real-IP: 1.1.1.1~X-Forwarded-For: 192.0.2.1, 10.0.0.1~"
            })
    void shouldDropWhatStrangersSayAndExtendWhatTrustedProxiesSay(Fields fields, boolean trusted, String expected) {
        String head = written("GET / HTTP/1.1~Host: h:80~" + SAID + "~", fields, trusted);

        String told = head.substring(head.indexOf("Host: h:80~") + "Host: h:80~".length());
        assertThat(told.replace("Via: 1.1 netchestra~", "")).isEqualTo((expected == null ? "" : expected) + "~");
    }

    @Test
    void shouldQuoteIpv6InForwarded() {
        MessageHead head = Heads.request("GET / HTTP/1.0\r\n\r\n");
        assertThat(semantics.read(head, false)).isNull();
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer,
                head,
                semantics,
                new ClientIdentity("2001:db8::1", "https", "[::1]:443", false, Fields.RFC7239));

        assertThat(Heads.written(writer)).contains("\r\nForwarded: for=\"[2001:db8::1]\";proto=https\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc-123.x     | true  | abc-123.x",
                "abc-123.x     | false | 0000000000000aff00000000000c",
                "a b           | true  | 0000000000000aff00000000000c",
                "a\"b          | true  | 0000000000000aff00000000000c"
            })
    void shouldTakeTheNameOfATrustedProxyAndMakeOneOtherwise(String given, boolean trusted, String expected) {
        MessageHead head = Heads.request("GET / HTTP/1.1\r\nHost: h\r\nX-Request-Id: " + given + "\r\n\r\n");
        assertThat(semantics.read(head, trusted)).isNull();

        semantics.requestId().set(head, trusted, 0xaff, 12);

        assertThat(semantics.requestId()).hasToString(expected);
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer, head, semantics, new ClientIdentity("192.0.2.7", "http", "a:1", trusted, Fields.OFF));
        assertThat(Heads.written(writer))
                .containsOnlyOnce("X-Request-Id: ")
                .contains("X-Request-Id: " + expected + "\r\n");
    }

    @Test
    void shouldTakeOnlyOneName() {
        MessageHead head = Heads.request("GET / HTTP/1.1\r\nHost: h\r\nX-Request-Id: a\r\nX-Request-Id: b\r\n\r\n");
        assertThat(semantics.read(head, true)).isNull();
        semantics.requestId().set(head, true, 1, 2);

        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer, head, semantics, new ClientIdentity("192.0.2.7", "http", "a:1", true, Fields.OFF));
        assertThat(Heads.written(writer)).containsOnlyOnce("X-Request-Id: ").contains("X-Request-Id: a\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS, 5, Max-Forwards: 4, false",
        "TRACE, 1, Max-Forwards: 0, false",
        "OPTIONS, 0, , true",
        "GET, 0, Max-Forwards: 0, false",
        "POST, x1, Max-Forwards: x1, false",
        "OPTIONS, 007, Max-Forwards: 6, false",
        "OPTIONS, 999999999, Max-Forwards: 999999998, false",
        "OPTIONS, 1000000000, Max-Forwards: 999999999, false",
        "TRACE, 18446744073709551616, Max-Forwards: 999999999, false"
    })
    void shouldCountTheHopsOfOptionsAndTrace(String method, String hops, String sent, boolean last) {
        MessageHead head = Heads.request(method + " / HTTP/1.1\r\nHost: h\r\nMax-Forwards: " + hops + "\r\n\r\n");
        assertThat(semantics.read(head, false)).isNull();
        assertThat(semantics.isLastHop()).isEqualTo(last);
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer, head, semantics, new ClientIdentity("192.0.2.7", "http", "a:1", false, Fields.OFF));

        if (!last) {
            assertThat(Heads.written(writer)).contains(sent + "\r\n").containsOnlyOnce("Max-Forwards");
        }
    }

    private String written(String text, Fields fields, boolean trusted) {
        MessageHead head = Heads.request(text.replace("~", "\r\n"));
        assertThat(semantics.read(head, trusted)).isNull();
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer, head, semantics, new ClientIdentity("192.0.2.7", "http", "127.0.0.1:80", trusted, fields));
        return Heads.written(writer).replace("\r\n", "~");
    }
}

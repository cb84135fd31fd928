package org.netchestra.dispatcher.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedRequest;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;

class RequestSemanticsTest {

    private static final ClientIdentity CLIENT =
            new ClientIdentity("192.0.2.7", "http", "127.0.0.1:80", false, Fields.X_FORWARDED);

    private final RequestSemantics semantics = new RequestSemantics();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / | | HOST",
                "GET / | Host: a;Host: a | HOST",
                "GET / | Host: | HOST",
                "GET / | Host: a b | HOST",
                "GET / | Host: a,b | HOST",
                "GET / | Host: u@a | HOST",
                "GET / | Host: a/b | HOST",
                "GET / | Host: a:80x | HOST",
                "GET / | Host: a:99999 | HOST",
                "GET / | Host: [::1 | HOST",
                "GET / | Host: [::g] | HOST",
                "GET / | Host: a%00 | HOST",
                "POST / | Host: a;Content-Length: 5;Content-Length: 5 | LENGTH",
                "POST / | Host: a;Content-Length: 5, 5 | LENGTH",
                "POST / | Host: a;Content-Length: +5 | LENGTH",
                "POST / | Host: a;Content-Length: | LENGTH",
                "POST / | Host: a;Content-Length: 9999999999999999999 | LENGTH",
                "POST / | Host: a;Content-Length: 5;Transfer-Encoding: chunked | LENGTH_AND_CODING",
                "POST / | Host: a;Transfer-Encoding: chunked;Transfer-Encoding: chunked | CODING",
                "POST / | Host: a;Transfer-Encoding: xchunked | CODING",
                "POST / | Host: a;Transfer-Encoding: chunked, gzip | CODING",
                "POST / | Host: a;Transfer-Encoding: ,chunked | CODING",
                "POST / | Host: a;Transfer-Encoding: gzip, chunked | UNKNOWN_CODING",
                "GET / | Host: a;Expect: 200-ok | EXPECTATION",
                "GET / | Host: a;Connection: a b | CONNECTION_OPTION",
                "TRACE / | Host: a;Content-Length: 5 | TRACE_BODY",
                "CONNECT a:443 | Host: a | CONNECT",
                "GET * | Host: a | TARGET",
                "GET a | Host: a | TARGET",
                "GET ftp://a/ | Host: a | TARGET",
                "GET http:///x | Host: a | TARGET",
                "GET http://u@a/x | Host: a | TARGET",
            })
    void shouldRefuseWhatTheWholeHeadForbids(String line, String fields, Refusal refusal) {
        String head = fields == null ? "" : fields.replace(";", "\r\n") + "\r\n";

        assertThat(semantics.read(Heads.request(line + " HTTP/1.1\r\n" + head + "\r\n"), false))
                .isEqualTo(refusal);
    }

    @Test
    void shouldRefuseATransferCodingFromHttp10() {
        assertThat(semantics.read(Heads.request("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), false))
                .isEqualTo(Refusal.CODING);
    }

    @ParameterizedTest
    @CsvSource({"a", "a:80", "a.b-c_d~e", "127.0.0.1:8080", "[::1]", "[::ffff:127.0.0.1]:80", "A:"})
    void shouldTakeAHostName(String host) {
        assertThat(semantics.read(Heads.request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), false))
                .isNull();
    }

    @Test
    void shouldWriteARequestAnew() {
        assertThat(forwarded("POST /a?b HTTP/1.1\r\nX-A: 1\r\nConnection: close, X-Secret\r\nX-Secret: 2\r\nHost: h\r\n"
                        + "Keep-Alive: 5\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nContent-Length: 007\r\n"
                        + "X-B: 3\r\n\r\n"))
                .isEqualTo("POST /a?b HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nX-B: 3\r\nContent-Length: 7\r\n"
                        + "Via: 1.1 netchestra\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n"
                        + "X-Forwarded-Host: h\r\n\r\n");
    }

    @Test
    void shouldTakeNoKeyThatTheServerDoesNotSee() {
        String keyed = "POST / HTTP/1.1\r\nHost: h\r\nIdempotency-Key: k\r\n";
        for (String option : new String[] {"close", "idempotency-key"}) {
            MessageHead head = Heads.request(keyed + "Connection: " + option + "\r\n\r\n");
            assertThat(semantics.read(head, false)).isNull();
            assertThat(head.hasIdempotencyKey()).isEqualTo(option.equals("close"));
        }
    }

    @Test
    void shouldExtendWhatATrustedClientSays() {
        HeadWriter writer = new HeadWriter();
        MessageHead head = Heads.request("GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 10.0.0.1\r\n"
                + "X-Forwarded-For: 10.0.0.2\r\nX-Forwarded-Proto: https\r\n\r\n");
        assertThat(semantics.read(head, true)).isNull();

        ForwardedRequest.write(
                writer,
                head,
                semantics,
                new ClientIdentity("192.0.2.7", "http", "127.0.0.1:80", true, Fields.X_FORWARDED));

        assertThat(Heads.written(writer))
                .isEqualTo("GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-Proto: https\r\nVia: 1.1 netchestra\r\n"
                        + "X-Forwarded-For: 10.0.0.1, 10.0.0.2, 192.0.2.7\r\nX-Forwarded-Host: h\r\n\r\n");
    }

    @Test
    void shouldTurnTheAbsoluteFormIntoTheOriginForm() {
        assertThat(forwarded("GET http://real:81?q HTTP/1.1\r\nHost: evil\r\n\r\n"))
                .startsWith("GET /?q HTTP/1.1\r\nHost: real:81\r\n")
                .doesNotContain("evil");
    }

    @Test
    void shouldNameTheListenerWhenAnOldClientNamesNoHost() {
        assertThat(forwarded("GET / HTTP/1.0\r\n\r\n"))
                .startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\n")
                .contains("Via: 1.0 netchestra\r\n");
    }

    @Test
    void shouldPassAWebSocketUpgradeOnButNoOther() {
        String websocket = "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        String h2c = "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
                + "Connection: Upgrade, HTTP2-Settings\r\n\r\n";

        assertThat(forwarded(websocket)).contains("Connection: Upgrade\r\nUpgrade: websocket\r\n");
        assertThat(semantics.isUpgrade()).isTrue();
        assertThat(forwarded(h2c)).doesNotContainIgnoringCase("upgrade").doesNotContainIgnoringCase("http2");
        assertThat(semantics.isUpgrade()).isFalse();
    }

    @Test
    void shouldKnowWhatTheClientWantsOfTheConnection() {
        assertThat(persistent("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).isTrue();
        assertThat(persistent("GET / HTTP/1.1\r\nHost: h\r\nConnection: foo, CLOSE\r\n\r\n"))
                .isFalse();
        assertThat(persistent("GET / HTTP/1.0\r\n\r\n")).isFalse();
        assertThat(persistent("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"))
                .isTrue();
    }

    @Test
    void shouldKnowWhichRequestsMayBeRepeated() {
        assertThat(idempotent("GET")).isTrue();
        assertThat(idempotent("PUT")).isTrue();
        assertThat(idempotent("DELETE")).isTrue();
        assertThat(idempotent("POST")).isFalse();
        assertThat(idempotent("PATCH")).isFalse();
        assertThat(idempotent("get")).isFalse();
    }

    @Test
    void shouldFindKeysForPolicies() {
        MessageHead head = Heads.request("GET /p/q?a=1&id=7&b HTTP/1.1\r\nHost: Shop.Example:8080\r\n"
                + "Cookie: x=1; sid=abc; y=2\r\nX-Key: k\r\n\r\n");
        assertThat(semantics.read(head, false)).isNull();
        RequestKeys keys = new RequestKeys(head, semantics);

        assertThat(key(keys, "path")).isEqualTo("/p/q");
        assertThat(key(keys, "url")).isEqualTo("http://shop.example:8080/p/q?a=1&id=7&b");
        assertThat(key(keys, "host")).isEqualTo("shop.example");
        assertThat(key(keys, "cookie:sid")).isEqualTo("abc");
        assertThat(key(keys, "parameter:id")).isEqualTo("7");
        assertThat(key(keys, "header:x-key")).isEqualTo("k");
        assertThat(key(keys, "cookie:si")).isNull();
        assertThat(key(keys, "parameter:b")).isNull();
        assertThat(key(keys, "header:none")).isNull();
    }

    private static String key(RequestKeys keys, String source) {
        RequestKey key = new RequestKey();
        return keys.read(KeySource.parse(source), "http", key) ? key.toString() : null;
    }

    private boolean persistent(String text) {
        assertThat(semantics.read(Heads.request(text), false)).isNull();
        return semantics.isPersistent();
    }

    private boolean idempotent(String method) {
        assertThat(semantics.read(Heads.request(method + " / HTTP/1.1\r\nHost: h\r\n\r\n"), false))
                .isNull();
        return semantics.isIdempotent();
    }

    private String forwarded(String text) {
        HeadWriter writer = new HeadWriter();
        MessageHead head = Heads.request(text);
        assertThat(semantics.read(head, false)).isNull();
        ForwardedRequest.write(writer, head, semantics, CLIENT);
        return Heads.written(writer);
    }
}

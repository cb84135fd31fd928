package org.netchestra.dispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {

    private static final String HOST = "Host: shop.example\r\n";

    @Test
    void shouldFindThePartsOfARequest() {
        String text = "POST /a%2Fb?x=|y HTTP/1.1\r\n" + HOST + "X-Empty:\r\nX-Text: \t caf\u00e9 \t\r\n\r\n";
        MessageHead head = Heads.holding(Heads.bytes(text + "body"));

        assertThat(HeadParser.parseRequest(head, HttpLimits.REQUEST)).isEqualTo(text.length());
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a%2Fb?x=|y");
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.count()).isEqualTo(3);
        assertThat(head.known(0)).isEqualTo(FieldName.HOST);
        assertThat(head.value("host")).isEqualTo("shop.example");
        assertThat(head.value("X-EMPTY")).isEmpty();
        assertThat(head.value("x-text")).isEqualTo("caf\u00e9");
        assertThat(head.value("x-other")).isNull();
    }

    @Test
    void shouldKnowNamesInAnyCase() {
        MessageHead head = Heads.request("GET / HTTP/1.1\r\nhOST: a\r\nTRANSFER-encoding: chunked\r\n\r\n");

        assertThat(head.known(0)).isEqualTo(FieldName.HOST);
        assertThat(head.known(1)).isEqualTo(FieldName.TRANSFER_ENCODING);
    }

    @Test
    void shouldSkipAFewEmptyLinesBeforeARequest() {
        MessageHead head = Heads.request("\r\n\r\nGET / HTTP/1.0\r\n\r\n");

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.minorVersion()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1\\nHost: a\\r\\n\\r\\n | LINE_END",
                "GET / HTTP/1.1\\r\\nHost: a\\n\\r\\n | LINE_END",
                "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\n | LINE_END",
                "GET / HTTP/1.1\\r\\nA: b\\rc\\r\\n\\r\\n | LINE_END",
                "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\rX | LINE_END",
                "\\nGET / HTTP/1.1\\r\\n\\r\\n | LINE_END",
                "\\0GET / HTTP/1.1\\r\\n\\r\\n | METHOD",
                "G(T / HTTP/1.1\\r\\n\\r\\n | METHOD",
                "GET\\t/ HTTP/1.1\\r\\n\\r\\n | METHOD",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | METHOD",
                "GET  / HTTP/1.1\\r\\n\\r\\n | TARGET",
                "GET /a#b HTTP/1.1\\r\\n\\r\\n | TARGET",
                "GET /\\xe9 HTTP/1.1\\r\\n\\r\\n | TARGET",
                "GET /\\r\\n | TARGET",
                "GET / /x HTTP/1.1\\r\\n\\r\\n | VERSION_SYNTAX",
                "GET / HTTP/1.1 \\r\\n\\r\\n | VERSION_SYNTAX",
                "GET / http/1.1\\r\\n\\r\\n | VERSION_SYNTAX",
                "GET / HTTP/1,1\\r\\n\\r\\n | VERSION_SYNTAX",
                "GET / HTTP/4294967297.1\\r\\n\\r\\n | VERSION_SYNTAX",
                "GET / HTTP/1.2\\r\\n\\r\\n | VERSION",
                "GET / HTTP/2.0\\r\\n\\r\\n | VERSION",
                "GET / HTTP/1.1\\r\\nFoo : b\\r\\n\\r\\n | FIELD_NAME",
                "GET / HTTP/1.1\\r\\nFoo\\r\\n\\r\\n | FIELD_NAME",
                "GET / HTTP/1.1\\r\\n: b\\r\\n\\r\\n | FIELD_NAME",
                "GET / HTTP/1.1\\r\\nF/o: b\\r\\n\\r\\n | FIELD_NAME",
                "GET / HTTP/1.1\\r\\nFoo: b\\r\\n c\\r\\n\\r\\n | FOLDED_FIELD",
                "GET / HTTP/1.1\\r\\n\\tFoo: b\\r\\n\\r\\n | FOLDED_FIELD",
                "GET / HTTP/1.1\\r\\nFoo: a\\0b\\r\\n\\r\\n | FIELD_VALUE",
                "GET / HTTP/1.1\\r\\nFoo: a\\x1bb\\r\\n\\r\\n | FIELD_VALUE",
                "GET / HTTP/1.1\\r\\nContent_Length: 5\\r\\n\\r\\n | FIELD_LOOK_ALIKE",
                "GET / HTTP/1.1\\r\\nX_Forwarded_For: 5\\r\\n\\r\\n | FIELD_LOOK_ALIKE",
            })
    void shouldRefuseWhatTwoParsersMayReadDifferently(String escaped, Refusal refusal) {
        MessageHead head = Heads.holding(Heads.bytes(unescape(escaped)));

        assertThat(HeadParser.parseRequest(head, HttpLimits.REQUEST)).isEqualTo(HeadParser.REFUSED);
        assertThat(head.refusal()).isEqualTo(refusal);
    }

    @Test
    void shouldAskForMoreAtEveryByteOfAWholeHead() {
        byte[] bytes = Heads.bytes("\r\nGET /x HTTP/1.1\r\n" + HOST + "A:  b \r\n\r\n");
        for (int length = 1; length < bytes.length; length++) {
            MessageHead head = Heads.holding(java.util.Arrays.copyOf(bytes, length));

            assertThat(HeadParser.parseRequest(head, HttpLimits.REQUEST))
                    .as("at %d", length)
                    .isEqualTo(HeadParser.MORE);
        }
    }

    @Test
    void shouldKeepLimits() {
        HttpLimits limits = new HttpLimits(512, 2, 16);

        assertThat(refusal("GET /2345678901234567 HTTP/1.1\r\n\r\n", limits)).isEqualTo(Refusal.TARGET_TOO_LONG);
        assertThat(refusal("GET / HTTP/1.1\r\na: 1\r\nb: 2\r\nc: 3\r\n\r\n", limits))
                .isEqualTo(Refusal.HEAD_TOO_LARGE);
        assertThat(refusal("GET / HTTP/1.1\r\na: " + "x".repeat(600), limits)).isEqualTo(Refusal.HEAD_TOO_LARGE);
        assertThat(refusal("GET /" + "x".repeat(600), new HttpLimits(512, 2, 1000)))
                .isEqualTo(Refusal.TARGET_TOO_LONG);
    }

    @Test
    void shouldFindThePartsOfAReply() {
        MessageHead head = Heads.reply("HTTP/1.0 404 Not  Found\r\nX: y\r\n\r\n");

        assertThat(head.status()).isEqualTo(404);
        assertThat(head.minorVersion()).isZero();
        assertThat(Heads.reply("HTTP/1.1 200\r\n\r\n").status()).isEqualTo(200);
        assertThat(Heads.reply("HTTP/1.1 200 \r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "HTTP/1.1 200 O\u0000K\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n"
            })
    void shouldRefuseAMalformedReply(String text) {
        MessageHead head = Heads.holding(Heads.bytes(text));

        assertThat(HeadParser.parseReply(head, HttpLimits.REPLY)).isEqualTo(HeadParser.REFUSED);
    }

    @Test
    void shouldNotTakeALookAlikeInAReplyForTheRealField() {
        MessageHead head = Heads.reply("HTTP/1.1 200 OK\r\nContent_Length: 5\r\n\r\n");

        assertThat(head.known(0)).isNull();
    }

    private static Refusal refusal(String text, HttpLimits limits) {
        MessageHead head =
                Heads.holding(java.util.Arrays.copyOf(Heads.bytes(text), Math.min(text.length(), limits.headBytes())));
        HeadParser.parseRequest(head, limits);
        return head.refusal();
    }

    private static String unescape(String text) {
        String out = text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
        return out.replace("\\xe9", "\u00e9").replace("\\x1b", "\u001b");
    }
}

package org.netchestra.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.api.exchange.Termination;

final class FormatTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final LineFormat COMBINED = Format.COMBINED.in(ZONE);
    private static final LineFormat HAPROXY = Format.HAPROXY.in(ZONE);
    private static final LineFormat JSON = Format.JSON.in(ZONE);

    @Test
    void shouldPrintCombined() {
        Exchange exchange = new Exchange();
        exchange.headers.put("referer", "http://example.com/");
        assertThat(exchange.as(COMBINED))
                .isEqualTo("192.0.2.7 - - [21/Nov/2026:13:31:00 +0200] \"GET /a?b=c HTTP/1.1\" 200 1234 "
                        + "\"http://example.com/\" \"curl/8.5.0\"\n");
    }

    @Test
    void shouldPrintCombinedOfAnUnreadableRequestWithoutReply() {
        Exchange exchange = Exchange.refused();
        exchange.status = 0;
        exchange.bytesToClient = 0;
        assertThat(exchange.as(COMBINED))
                .isEqualTo("192.0.2.7 - - [21/Nov/2026:13:31:00 +0200] \"-\" 000 - \"-\" \"-\"\n");
    }

    @Test
    void shouldPrintLikeHaproxy() {
        assertThat(new Exchange().as(HAPROXY))
                .isEqualTo("192.0.2.7:51234 [21/Nov/2026:13:31:00.123] shop shop/s1 0/0/1/12/14 200 1234 "
                        + "- - ---- -/-/-/3/0 -/- {7f|1795260660123456|310|1000|14999|1} \"GET /a?b=c HTTP/1.1\"\n");
    }

    @Test
    void shouldPrintANamedPoolLikeHaproxy() {
        Exchange exchange = new Exchange();
        exchange.pool = "shop/images";
        assertThat(exchange.as(HAPROXY)).contains("] shop images/s1 0/0/");
    }

    @Test
    void shouldPrintFurtherAttemptsAndHowItEndedLikeHaproxy() {
        Exchange exchange = new Exchange();
        exchange.client = new InetSocketAddress("2001:db8::1", 5);
        exchange.attempts = 3;
        exchange.status = 502;
        exchange.nanos = new long[] {3_000_000, 0, 0, -1, 9_000_000};
        exchange.termination = Termination.SERVER_ABORT_WAITING;
        assertThat(exchange.as(HAPROXY))
                .isEqualTo("2001:db8:0:0:0:0:0:1:5 [21/Nov/2026:13:31:00.123] shop shop/s1 3/0/0/-1/9 502 1234 "
                        + "- - SH-- -/-/-/3/+2 -/- {7f|1795260660123456|3060|0|9000|1} \"GET /a?b=c HTTP/1.1\"\n");
    }

    @Test
    void shouldPrintAnUnreadableRequestLikeHaproxy() {
        assertThat(Exchange.refused().as(HAPROXY))
                .isEqualTo("192.0.2.7:51234 [21/Nov/2026:13:31:00.123] shop shop/<NOSRV> -1/-1/-1/-1/2 400 1234 "
                        + "- - PR-- -/-/-/0/0 -/- {7f|1795260660123456|-1|-1|2000|1} \"<BADREQ>\"\n");
    }

    @Test
    void shouldPrintJson() {
        assertThat(new Exchange().as(JSON))
                .isEqualTo("{\"time\":\"2026-11-21T11:31:00.123456Z\",\"virtual_server\":\"shop\",\"pool\":\"shop\","
                        + "\"client\":\"192.0.2.7\",\"client_port\":51234,\"event_loop\":1,\"request_id\":\"7f\",\"method\":\"GET\",\"target\":\"/a?b=c\","
                        + "\"protocol\":\"HTTP/1.1\",\"host\":null,\"referer\":null,\"user_agent\":\"curl/8.5.0\","
                        + "\"status\":200,\"server\":\"s1\",\"server_address\":\"10.0.0.1:9001\",\"attempts\":1,"
                        + "\"bytes_from_client\":77,\"bytes_to_client\":1234,\"termination\":\"COMPLETE\","
                        + "\"termination_letters\":\"--\",\"affinity_letters\":\"--\",\"refusal\":null,\"request_head_ms\":0.250,\"queue_ms\":0.000,\"assigned_ms\":0.310,"
                        + "\"connect_ms\":1.000,\"first_byte_ms\":13.500,\"total_ms\":14.999}\n");
    }

    @Test
    void shouldPrintNullForPhasesThatWereNotReachedAsJson() throws JsonProcessingException {
        JsonNode json = STRICT.readTree(Exchange.refused().as(JSON));
        assertThat(json.get("connect_ms").isNull()).isTrue();
        assertThat(json.get("server").isNull()).isTrue();
        assertThat(json.get("total_ms").asDouble()).isEqualTo(2.0);
        assertThat(json.get("target").asText()).isEmpty();
    }

    @Test
    void shouldEscapeWhatCouldForgeALine() {
        Exchange exchange = new Exchange();
        exchange.target = "/\"\\#\r\n\u001b[2J\u007f\u00e9";
        exchange.headers.put("user-agent", "x\" 200 1\n192.0.2.9 - -");
        assertThat(exchange.as(COMBINED))
                .contains("\"GET /\\x22\\x5C#\\x0D\\x0A\\x1B[2J\\x7F\\xE9 HTTP/1.1\" 200")
                .endsWith("\"x\\x22 200 1\\x0A192.0.2.9 - -\"\n");
        assertThat(exchange.as(HAPROXY)).contains("\"GET /#22\\#23#0D#0A#1B[2J#7F#E9 HTTP/1.1\"\n");
    }

    @Test
    void shouldPrintNamesBeyondOctetsAsUtf8() {
        Exchange exchange = new Exchange();
        exchange.virtualServer = "\u20ac\ud83d\ude00\ud800";
        assertThat(exchange.as(HAPROXY)).contains("] #E2#82#AC#F0#9F#98#80#3F ");
        assertThat(exchange.as(JSON)).contains("\"\\u20AC\\uD83D\\uDE00\\uD800\"");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldPrintALongTargetWhole(Format format) {
        Exchange exchange = new Exchange();
        exchange.target = "/" + "x".repeat(8191);
        assertThat(exchange.as(format.in(ZONE)))
                .contains(exchange.target)
                .hasLineCount(1)
                .endsWith("\n");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldStayOneLineOfPlainAsciiWhateverTheClientSends(Format format) {
        LineFormat lineFormat = format.in(ZONE);
        for (int round = 0; round < 500; round++) {
            Exchange exchange = hostile(new Random(round));
            assertThat(exchange.as(lineFormat)).as("seed %d", round).matches("[ -~]+\n");
        }
    }

    @Test
    void shouldGiveBackEveryByteAsJson() throws JsonProcessingException {
        for (int round = 0; round < 500; round++) {
            Exchange exchange = hostile(new Random(round));
            JsonNode json = STRICT.readTree(exchange.as(JSON));
            assertThat(json.get("target").asText()).as("seed %d", round).isEqualTo(exchange.target);
            assertThat(json.get("user_agent").asText()).isEqualTo(exchange.headers.get("user-agent"));
            assertThat(json).hasSize(29);
        }
    }

    /** Quotes must stay where the format puts them, or fields would shift. */
    @Test
    void shouldKeepTheNumberOfQuotesWhateverTheClientSends() {
        for (int round = 0; round < 500; round++) {
            Exchange exchange = hostile(new Random(round));
            assertThat(exchange.as(COMBINED).chars().filter(c -> c == '"').count())
                    .isEqualTo(6);
            assertThat(exchange.as(HAPROXY).chars().filter(c -> c == '"').count())
                    .isEqualTo(2);
        }
    }

    private static Exchange hostile(Random random) {
        Exchange exchange = new Exchange();
        exchange.method = octets(random);
        exchange.target = octets(random);
        exchange.headers.put("user-agent", octets(random));
        exchange.headers.put("referer", octets(random));
        return exchange;
    }

    private static String octets(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }
}

package org.netchestra.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AccessLogReaderTest {

    private static final String JSON = """
            {"time":"2026-11-21T11:31:00.123456Z","virtual_server":"shop","client":"192.0.2.7","client_port":51234,\
            "event_loop":1,"method":"GET","target":"/a?b=c","protocol":"HTTP/1.1","host":"x.org","referer":null,"user_agent":null,\
            "status":200,"server":"s1","server_address":"10.0.0.1:80","attempts":1,"bytes_from_client":100,\
            "bytes_to_client":1234,"termination":"COMPLETE","termination_letters":"--","request_head_ms":0.500,\
            "queue_ms":0.000,"assigned_ms":0.750,"connect_ms":1.000,"first_byte_ms":12.000,"total_ms":14.250}""";
    private static final String HAPROXY = "192.0.2.7:51234 [21/Nov/2026:11:31:00.123] shop shop/s1 2/0/1/12/14 200 1234"
            + " - - ---- -/-/-/3/0 -/- \"GET /a?b=c HTTP/1.1\"";

    @Test
    void shouldReadJson() throws IOException {
        LoggedExchange read = only(JSON);
        assertThat(read.virtualServer()).isEqualTo("shop");
        assertThat(read.server()).isEqualTo("s1");
        assertThat(read.client()).isEqualTo("192.0.2.7:51234");
        assertThat(read.key()).isEqualTo("http://x.org/a?b=c");
        assertThat(read.nanos()).isEqualTo(13_500_000);
        assertThat(read.eventLoop()).isOne();
        assertThat(read.reused()).isFalse();
        assertThat(read.atNanos() % 1_000_000_000).isEqualTo(124_206_000);
        assertThat(read.bytes()).isEqualTo(1234);
    }

    @Test
    void shouldReadOurHaproxyFormatAndHaproxysOwn() throws IOException {
        LoggedExchange read = only(HAPROXY);
        assertThat(read.server()).isEqualTo("s1");
        assertThat(read.key()).isEqualTo("/a?b=c");
        assertThat(read.nanos()).isEqualTo(12_500_000);
        String theirs =
                "Nov 21 11:31:00 lb haproxy[123]: 10.0.0.9:3333 [21/Nov/2026:11:31:00.123] shop~ pool/s2 0/0/1/2/3"
                        + " 200 99 - - ---- 1/1/0/0/0 0/0 {host|x} \"GET /b HTTP/1.1\"";
        LoggedExchange other = only(theirs);
        assertThat(other.virtualServer()).isEqualTo("shop/pool");
        assertThat(other.server()).isEqualTo("s2");
        assertThat(other.client()).isEqualTo("10.0.0.9:3333");
        assertThat(other.nanos()).isEqualTo(3_500_000);
    }

    @Test
    void shouldReadTheMicrosecondsOfOurHaproxyFormat() throws IOException {
        LoggedExchange read = only(HAPROXY.replace("-/- \"GET", "-/- {7f|1795260660123456|2100|0|14250|3} \"GET"));
        assertThat(read.atNanos()).isEqualTo(1_795_260_660_125_556_000L);
        assertThat(read.nanos()).isEqualTo(12_150_000);
        assertThat(read.eventLoop()).isEqualTo(3);
        assertThat(read.reused()).isTrue();
    }

    @Test
    void shouldLeaveOutWhatNoServerAnsweredWholly() throws IOException {
        AccessLogReader reader = reader(
                null,
                JSON,
                JSON.replace("\"s1\"", "null"),
                JSON.replace("\"--\"", "\"sH\""),
                JSON.substring(0, 200),
                HAPROXY.replace("shop/s1", "shop/<NOSRV>"),
                HAPROXY.replace("----", "sH--"));
        assertThat(reader.exchanges()).hasSize(1);
        assertThat(reader.leftOut()).isEqualTo(5);
    }

    @Test
    void shouldSpreadWhatBeganInTheSameMillisecond() throws IOException {
        List<LoggedExchange> read =
                reader(null, HAPROXY, HAPROXY, HAPROXY, HAPROXY).exchanges();
        assertThat(read.get(1).atNanos() - read.get(0).atNanos()).isEqualTo(250_000);
        assertThat(read.get(3).atNanos() - read.get(0).atNanos()).isEqualTo(750_000);
    }

    @Test
    void shouldAskForTheVirtualServerWhenThereAreSeveral() throws IOException {
        String other = JSON.replace("\"shop\"", "\"blog\"");
        String pool = JSON.replace("\"client\":", "\"pool\":\"images\",\"client\":");
        assertThat(reader("shop/images", JSON, pool).exchanges()).hasSize(1);
        assertThatThrownBy(() -> reader(null, JSON, other).exchanges()).hasMessageContaining("[shop, blog]");
        assertThat(reader("blog", JSON, other).exchanges()).hasSize(1);
        assertThatThrownBy(() -> reader("mail", JSON).exchanges()).hasMessageContaining("no answered exchange");
    }

    @Test
    void shouldRefuseAFormatThatTellsNoServer() {
        String combined = "192.0.2.7 - - [21/Nov/2026:13:31:00 +0200] \"GET /a HTTP/1.1\" 200 1234 \"-\" \"curl\"";
        assertThat(AccessLogReader.isAccessLog(List.of(combined))).isFalse();
        assertThatThrownBy(() -> reader(null, combined))
                .hasMessageContaining("expected: an access log in the format json");
    }

    private static LoggedExchange only(String line) throws IOException {
        assertThat(AccessLogReader.isAccessLog(List.of(line))).isTrue();
        return reader(null, line).exchanges().get(0);
    }

    private static AccessLogReader reader(@Nullable String virtualServer, String... lines) throws IOException {
        AccessLogReader reader = new AccessLogReader(virtualServer);
        for (String line : lines) {
            reader.line(line);
        }
        return reader;
    }
}

package org.netchestra.accesslog;

import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.exchange.ExchangeRecord;

/**
 * One JSON object a line (RFC 8259), in ASCII. Durations are milliseconds with three decimals, null where the phase was not
 * reached; a missing text is null.
 */
final class JsonFormat implements LineFormat {

    private static final long NANOS_PER_MICRO = 1_000;

    private final TimeText time = new TimeText("yyyy-MM-dd'T'HH:mm:ss", ZoneOffset.UTC);

    @Override
    public void format(ExchangeRecord exchange, Line line) {
        line.put("{\"time\":\"");
        time.putWithMicros(line, exchange.startedAtMicros());
        line.put("Z\"");
        text(line, "virtual_server", exchange.virtualServer());
        text(line, "pool", Fields.pool(exchange));
        text(line, "client", Fields.address(exchange.client()));
        number(line, "client_port", exchange.client().getPort());
        request(line, exchange);
        outcome(line, exchange);
        timers(line, exchange);
        line.put("}\n");
    }

    private static void request(Line line, ExchangeRecord exchange) {
        number(line, "event_loop", exchange.eventLoop());
        text(line, "request_id", exchange.requestId());
        text(line, "method", exchange.method());
        text(line, "target", exchange.target());
        text(line, "protocol", exchange.protocol());
        text(line, "host", exchange.requestHeader("host"));
        text(line, "referer", exchange.requestHeader("referer"));
        text(line, "user_agent", exchange.requestHeader("user-agent"));
    }

    private static void outcome(Line line, ExchangeRecord exchange) {
        RealServer server = exchange.server();
        number(line, "status", exchange.status());
        text(line, "server", server == null ? null : server.name());
        text(line, "server_address", server == null ? null : server.address().toString());
        number(line, "attempts", exchange.attempts());
        number(line, "bytes_from_client", exchange.bytesFromClient());
        number(line, "bytes_to_client", exchange.bytesToClient());
        text(line, "termination", exchange.termination().name());
        text(line, "termination_letters", exchange.termination().letters());
        text(line, "affinity_letters", exchange.affinity());
        text(line, "refusal", exchange.refusal());
    }

    private static void timers(Line line, ExchangeRecord exchange) {
        millis(line, "request_head_ms", exchange.requestHeadNanos());
        millis(line, "queue_ms", exchange.queueNanos());
        millis(line, "assigned_ms", exchange.assignedNanos());
        millis(line, "connect_ms", exchange.connectNanos());
        millis(line, "first_byte_ms", exchange.firstByteNanos());
        millis(line, "total_ms", exchange.totalNanos());
    }

    private static Line name(Line line, String name) {
        return line.put(",\"").put(name).put("\":");
    }

    private static void text(Line line, String name, @Nullable String value) {
        if (value == null) {
            name(line, name).put("null");
            return;
        }
        name(line, name).put('"');
        Escaping.JSON.put(line, value);
        line.put('"');
    }

    private static void number(Line line, String name, long value) {
        name(line, name).put(value);
    }

    private static void millis(Line line, String name, long nanos) {
        if (nanos < 0) {
            name(line, name).put("null");
            return;
        }
        long micros = nanos / NANOS_PER_MICRO;
        name(line, name).put(micros / 1000).put('.').padded(micros % 1000, 3);
    }
}

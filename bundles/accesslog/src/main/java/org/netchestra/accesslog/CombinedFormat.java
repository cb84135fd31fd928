package org.netchestra.accesslog;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.ExchangeRecord;

/**
 * Apache's combined log format.
 *
 * <p>{@code 192.0.2.7 - - [21/Nov/2026:11:31:00 +0000] "GET / HTTP/1.1" 200 1234 "-" "curl/8.5.0"}
 */
final class CombinedFormat implements LineFormat {

    private final TimeText time;

    CombinedFormat(ZoneId zone) {
        time = new TimeText("dd/MMM/yyyy:HH:mm:ss Z", zone);
    }

    @Override
    public void format(ExchangeRecord exchange, Line line) {
        Escaping.BACKSLASH.put(line, Fields.address(exchange.client()));
        line.put(" - - [");
        time.put(line, exchange.startedAtMicros());
        line.put("] ");
        Fields.requestLine(line, exchange, Escaping.BACKSLASH, "-");
        line.put(' ').padded(exchange.status(), 3).put(' ');
        bytes(line, exchange.bytesToClient());
        quoted(line, exchange.requestHeader("referer"));
        quoted(line, exchange.requestHeader("user-agent"));
        line.put('\n');
    }

    private static void bytes(Line line, long bytes) {
        if (bytes > 0) {
            line.put(bytes);
        } else {
            line.put('-');
        }
    }

    private static void quoted(Line line, @Nullable String value) {
        line.put(" \"");
        Escaping.BACKSLASH.put(line, value == null || value.isEmpty() ? "-" : value);
        line.put('"');
    }
}

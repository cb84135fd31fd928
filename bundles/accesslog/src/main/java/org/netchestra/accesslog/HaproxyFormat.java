package org.netchestra.accesslog;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.exchange.ExchangeRecord;

/**
 * The fields of HAProxy's HTTP log in their places; those that only HAProxy has are {@code -}.
 *
 * <p>{@code 192.0.2.7:51234 [21/Nov/2026:11:31:00.123] shop shop/s1 0/0/1/12/14 200 1234 - - ---- -/-/-/3/0 -/- {id|1795260660123456|310|1000|14999|0} "GET / HTTP/1.1"}
 *
 * <p>The times TR/Tw/Tc/Tr/Ta are milliseconds, -1 where the phase was not reached. Tr begins when the connection is
 * there. After the two letters of the termination come two that speak of affinity. Of the counters there are the
 * server's exchanges in flight and, last, the further attempts, with + because they go to other servers. Where HAProxy
 * has captured headers there are the request's name and, for those who need more than milliseconds, in microseconds the
 * beginning since the epoch, the time from it to the pick, the time to connect and the total; and the event loop's number.
 */
final class HaproxyFormat implements LineFormat {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TimeText time;

    HaproxyFormat(ZoneId zone) {
        time = new TimeText("dd/MMM/yyyy:HH:mm:ss", zone);
    }

    @Override
    public void format(ExchangeRecord exchange, Line line) {
        RealServer server = exchange.server();
        Escaping.HASH.put(line, Fields.address(exchange.client()));
        line.put(':').put(exchange.client().getPort()).put(" [");
        time.putWithMillis(line, exchange.startedAtMicros());
        line.put("] ");
        names(line, exchange, server);
        timers(line, exchange);
        line.put(exchange.status() == 0 ? -1 : exchange.status()).put(' ').put(exchange.bytesToClient());
        line.put(" - - ")
                .put(exchange.termination().letters())
                .put(exchange.affinity())
                .put(" -/-/-/");
        line.put(server == null ? 0 : server.inFlight()).put('/');
        attempts(line, exchange.attempts());
        line.put(" -/- {");
        Escaping.HASH.put(line, exchange.requestId());
        micros(line, exchange);
        line.put("} ");
        Fields.requestLine(line, exchange, Escaping.HASH, exchange.protocol().equals("TCP") ? "-" : "<BADREQ>");
        line.put('\n');
    }

    private static void names(Line line, ExchangeRecord exchange, @Nullable RealServer server) {
        Escaping.HASH.put(line, exchange.virtualServer());
        line.put(' ');
        Escaping.HASH.put(line, Fields.pool(exchange));
        line.put('/');
        Escaping.HASH.put(line, server == null ? "<NOSRV>" : server.name());
        line.put(' ');
    }

    private static void timers(Line line, ExchangeRecord exchange) {
        millis(line, exchange.requestHeadNanos()).put('/');
        millis(line, exchange.queueNanos()).put('/');
        millis(line, exchange.connectNanos()).put('/');
        millis(line, sinceConnected(exchange)).put('/');
        millis(line, exchange.totalNanos()).put(' ');
    }

    private static long sinceConnected(ExchangeRecord exchange) {
        long firstByte = exchange.firstByteNanos();
        return firstByte < 0 ? -1 : Math.max(0, firstByte - Math.max(0, exchange.connectNanos()));
    }

    private static Line millis(Line line, long nanos) {
        return line.put(nanos < 0 ? -1 : nanos / NANOS_PER_MILLI);
    }

    private static void micros(Line line, ExchangeRecord exchange) {
        line.put('|').put(exchange.startedAtMicros());
        micros(line, exchange.assignedNanos());
        micros(line, exchange.connectNanos());
        micros(line, exchange.totalNanos());
        line.put('|').put(exchange.eventLoop());
    }

    private static void micros(Line line, long nanos) {
        line.put('|').put(nanos < 0 ? -1 : nanos / NANOS_PER_MICRO);
    }

    private static void attempts(Line line, int attempts) {
        if (attempts > 1) {
            line.put('+').put(attempts - 1);
        } else {
            line.put('0');
        }
    }
}

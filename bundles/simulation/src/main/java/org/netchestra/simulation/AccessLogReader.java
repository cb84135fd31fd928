package org.netchestra.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads access logs in the formats {@code json} and {@code haproxy}; those of HAProxy itself too. Not thread-safe.
 *
 * <p>Exchanges without a whole reply of a real server say nothing of its speed: they are counted and left out.
 */
public final class AccessLogReader {

    private static final long MILLI = 1_000_000;

    private final List<LoggedExchange> exchanges = new ArrayList<>();
    private final @Nullable String virtualServer;
    private long leftOut;

    /** @param virtualServer whose exchanges are wanted, or null when the log has one only */
    public AccessLogReader(@Nullable String virtualServer) {
        this.virtualServer = virtualServer;
    }

    /** Whether these are the lines of an access log. */
    public static boolean isAccessLog(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> JsonLine.isOne(line) || HaproxyLine.isOne(line))
                .isPresent();
    }

    /**
     * Takes a line; one that ends early, because it is just being written, is left out too.
     *
     * @throws IOException when it is of another format
     */
    public void line(String text) throws IOException {
        if (text.isBlank()) {
            return;
        }
        LoggedExchange exchange;
        if (JsonLine.isOne(text)) {
            exchange = JsonLine.read(text);
        } else if (HaproxyLine.isOne(text)) {
            exchange = HaproxyLine.read(text);
        } else {
            throw new IOException(
                    "line: " + text
                            + " (expected: an access log in the format json or haproxy; combined tells neither server nor time)");
        }
        if (exchange == null) {
            leftOut++;
        } else if (virtualServer == null || virtualServer.equals(exchange.virtualServer())) {
            exchanges.add(exchange);
        }
    }

    /** Exchanges that got no whole reply of a real server. */
    public long leftOut() {
        return leftOut;
    }

    /**
     * The exchanges in the order of their times. HAProxy's logs tell milliseconds: those of the same one are spread over it.
     *
     * @throws IOException when there is none, or there are several virtual servers' and none was asked for
     */
    List<LoggedExchange> exchanges() throws IOException {
        List<String> names =
                exchanges.stream().map(LoggedExchange::virtualServer).distinct().toList();
        if (names.isEmpty()) {
            String whose = virtualServer == null ? "" : " of virtual server " + virtualServer;
            throw new IOException("access log: no answered exchange" + whose + " (expected: at least one)");
        }
        if (names.size() > 1) {
            throw new IOException("access log: exchanges of " + names + " (expected: one of them to be chosen)");
        }
        exchanges.sort(Comparator.comparingLong(LoggedExchange::atNanos));
        boolean rounded = exchanges.stream().allMatch(exchange -> exchange.atNanos() % MILLI == 0);
        return rounded ? spread(exchanges) : List.copyOf(exchanges);
    }

    private static List<LoggedExchange> spread(List<LoggedExchange> sorted) {
        List<LoggedExchange> spread = new ArrayList<>(sorted.size());
        int from = 0;
        while (from < sorted.size()) {
            int to = from;
            long milli = Math.floorDiv(sorted.get(from).atNanos(), MILLI);
            while (to < sorted.size() && Math.floorDiv(sorted.get(to).atNanos(), MILLI) == milli) {
                to++;
            }
            for (int at = from; at < to; at++) {
                spread.add(sorted.get(at).at(milli * MILLI + MILLI * (at - from) / (to - from)));
            }
            from = to;
        }
        return spread;
    }
}

package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** What reused connections tell of those that were there before a log begins. */
final class ReusedConnections {

    private ReusedConnections() {}

    /**
     * How many connections must have waited for their next request when the log begins, by event loop: a connection that
     * was reused before any had been given back. Those that nobody used any more are not known.
     *
     * @param exchanges of one server, in the order of their times
     */
    static List<Integer> atStart(List<LoggedExchange> exchanges) {
        List<Integer> atStart = new ArrayList<>();
        List<Integer> waiting = new ArrayList<>();
        PriorityQueue<LoggedExchange> open = new PriorityQueue<>((a, b) -> Long.compare(a.endNanos(), b.endNanos()));
        for (LoggedExchange exchange : exchanges) {
            while (!open.isEmpty() && open.element().endNanos() <= exchange.atNanos()) {
                add(waiting, open.remove().eventLoop(), 1);
            }
            int loop = exchange.eventLoop();
            add(atStart, loop, 0);
            add(waiting, loop, 0);
            if (exchange.reused() && waiting.get(loop) == 0) {
                add(atStart, loop, 1);
            } else if (exchange.reused()) {
                add(waiting, loop, -1);
            }
            open.add(exchange);
        }
        return atStart;
    }

    private static void add(List<Integer> counts, int loop, int change) {
        while (counts.size() <= loop) {
            counts.add(0);
        }
        counts.set(loop, counts.get(loop) + change);
    }
}

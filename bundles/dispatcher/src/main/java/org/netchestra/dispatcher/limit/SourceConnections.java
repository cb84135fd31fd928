package org.netchestra.dispatcher.limit;

import java.util.concurrent.ConcurrentHashMap;

/** Open connections by their source. Thread-safe; remembers only sources that have one. */
public final class SourceConnections {

    private final ConcurrentHashMap<Long, Integer> open = new ConcurrentHashMap<>();

    /** Counts a connection unless the source has as many as it may; whether it is counted. */
    public boolean opened(long source, int limit) {
        boolean[] counted = new boolean[1];
        open.compute(source, (key, count) -> {
            int before = count == null ? 0 : count;
            counted[0] = before < limit;
            return counted[0] ? Integer.valueOf(before + 1) : count;
        });
        return counted[0];
    }

    /** A connection that was counted has closed. */
    public void closed(long source) {
        open.computeIfPresent(source, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** Sources that have a connection. */
    public int sources() {
        return open.size();
    }
}

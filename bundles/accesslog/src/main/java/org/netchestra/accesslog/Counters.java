package org.netchestra.accesslog;

import java.util.concurrent.atomic.LongAdder;

/** Lines written and lines lost since the start; they outlive a change of the settings. Thread-safe. */
final class Counters {

    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    void addWritten(long lines) {
        written.add(lines);
    }

    void addDropped(long lines) {
        dropped.add(lines);
    }

    long written() {
        return written.sum();
    }

    long dropped() {
        return dropped.sum();
    }
}

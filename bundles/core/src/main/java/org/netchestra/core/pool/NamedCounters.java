package org.netchestra.core.pool;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters that come to be when they are first counted. Thread-safe; counting a name again allocates nothing. */
public final class NamedCounters {

    private final ConcurrentHashMap<String, LongAdder> counters = new ConcurrentHashMap<>();

    public void count(String name) {
        LongAdder counter = counters.get(name);
        if (counter == null) {
            counter = counters.computeIfAbsent(name, key -> new LongAdder());
        }
        counter.increment();
    }

    /** A copy, by name. */
    public Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.sum()));
        return values;
    }
}

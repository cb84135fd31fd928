package org.netchestra.management;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read anew when the last copy is too old: a JMX client that asks for thirty attributes costs one copy, and
 * they belong together. Thread-safe; readers wait for a copy in the making.
 *
 * @param <T> what is copied
 */
final class Reading<T> {

    static final long MAX_AGE_NANOS = 100_000_000;

    private final Supplier<T> source;
    private final LongSupplier nanoClock;
    private @Nullable T copy;
    private long readAtNanos;

    /**
     * @param nanoClock a monotonic clock
     */
    Reading(Supplier<T> source, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
    }

    synchronized T get() {
        long nowNanos = nanoClock.getAsLong();
        T last = copy;
        if (last != null && nowNanos - readAtNanos < MAX_AGE_NANOS) {
            return last;
        }
        T fresh = source.get();
        copy = fresh;
        readAtNanos = nowNanos;
        return fresh;
    }

    /** The next reader gets a fresh copy. */
    synchronized void forget() {
        copy = null;
    }
}

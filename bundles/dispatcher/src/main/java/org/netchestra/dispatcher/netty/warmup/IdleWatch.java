package org.netchestra.dispatcher.netty.warmup;

import java.util.function.LongSupplier;

/** Tells whether the process has little to do: it has started, and nobody wants anything of it. Confined to a thread. */
public final class IdleWatch {

    /** Of one processor. */
    private static final double LITTLE = 0.3;

    private final LongSupplier processorNanos;
    private long before;
    private long processorBefore;

    /** @param processorNanos processor time of the process since some time */
    public IdleWatch(LongSupplier processorNanos, long nowNanos) {
        this.processorNanos = processorNanos;
        before = nowNanos;
        processorBefore = processorNanos.getAsLong();
    }

    /** Whether it had little to do since it was asked the last time, some time ago. */
    public boolean wasIdle(long nowNanos) {
        long processor = processorNanos.getAsLong();
        boolean idle = processor - processorBefore < LITTLE * (nowNanos - before);
        before = nowNanos;
        processorBefore = processor;
        return idle;
    }
}

package org.netchestra.dispatcher.netty.warmup;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells whether clients have come: more than those who only look whether the appliance is there. Confined to a thread. */
public final class TrafficWatch {

    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(200);
    /** In a window: 25 a second. */
    private static final int FEW = 5;

    private final LongSupplier count;
    private long windowStart;
    private long countBefore;
    private boolean come;

    /** @param count connections and requests since some time */
    public TrafficWatch(LongSupplier count, long nowNanos) {
        this.count = count;
        windowStart = nowNanos;
        countBefore = count.getAsLong();
    }

    /** Whether they have come since this was made; to be asked again and again. */
    public boolean hasCome(long nowNanos) {
        long now = count.getAsLong();
        come |= now - countBefore >= FEW;
        if (nowNanos - windowStart >= WINDOW) {
            windowStart = nowNanos;
            countBefore = now;
        }
        return come;
    }
}

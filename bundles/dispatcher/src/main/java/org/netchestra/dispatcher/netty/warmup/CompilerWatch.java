package org.netchestra.dispatcher.netty.warmup;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells whether the JIT compiler has done what the current load asks of it: then more of the same changes nothing. Confined to a thread. */
final class CompilerWatch {

    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(500);
    /** What it does all the time for the rest of the appliance is less. */
    private static final double BUSY = 0.2;

    private static final int QUIET_WINDOWS = 2;

    private final LongSupplier compilationMillis;
    private long windowStart;
    private long millisBefore;
    private int quiet;

    /** @param compilationMillis what the compiler's threads have worked, since some time */
    CompilerWatch(LongSupplier compilationMillis) {
        this.compilationMillis = compilationMillis;
    }

    /** Another load begins. */
    void begin(long nowNanos) {
        quiet = 0;
        nextWindow(nowNanos);
    }

    /** Whether it has been nearly at rest for some time; to be asked again and again. */
    boolean isAtRest(long nowNanos) {
        long elapsed = nowNanos - windowStart;
        if (elapsed >= WINDOW) {
            long worked = TimeUnit.MILLISECONDS.toNanos(compilationMillis.getAsLong() - millisBefore);
            quiet = worked < BUSY * elapsed ? quiet + 1 : 0;
            nextWindow(nowNanos);
        }
        return quiet >= QUIET_WINDOWS;
    }

    private void nextWindow(long nowNanos) {
        windowStart = nowNanos;
        millisBefore = compilationMillis.getAsLong();
    }
}

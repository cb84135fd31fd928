package org.netchestra.dispatcher.netty.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets others have the processor for a moment (sched_yield(2)) before an event loop that found little to do looks again: what they send
 * meanwhile is then found together. Without it a busy machine can fall into a state in which every message is a turn of its own and each
 * message sent wakes somebody who takes the processor for just that one; it costs a third of the requests and was seen to last for seconds.
 *
 * <p>Who uses its processor for longer than a messenger does, a compiler for instance, is no longer given way to for some time.
 * Confined to its event loop.
 */
final class Yielding {

    /** Turns with more events are not the state in question. */
    private static final int FEW = 6;

    /** Less than a time slice of Linux on any machine (1.4 ms with two processors, more with more of them; kernel/sched/fair.c). */
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanos;
    private final Runnable giveWay;
    private boolean few;
    private long notBefore;

    /** @param giveWay gives the processor away */
    Yielding(LongSupplier nanos, Runnable giveWay) {
        this.nanos = nanos;
        this.giveWay = giveWay;
        notBefore = nanos.getAsLong();
    }

    /** Tells how many events the last turn had. */
    void handled(int events) {
        few = events > 0 && events <= FEW;
    }

    /** To be called when the event loop is about to wait. */
    void beforeWaiting() {
        if (!few) {
            return;
        }
        long before = nanos.getAsLong();
        if (before - notBefore < 0) {
            return;
        }
        giveWay.run();
        long after = nanos.getAsLong();
        if (after - before > LONG) {
            notBefore = after + PAUSE;
        }
    }
}

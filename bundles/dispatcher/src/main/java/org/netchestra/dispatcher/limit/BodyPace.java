package org.netchestra.dispatcher.limit;

import java.util.concurrent.TimeUnit;

/**
 * Whether a client sends a request body as fast as it must, on average and after a time of grace. The time in which it is held
 * back does not count. Reused; time is a parameter.
 */
public final class BodyPace {

    private static final long NEVER = Long.MAX_VALUE;

    private int rate;
    private long deadlineNanos = NEVER;
    private long pausedNanos = NEVER;

    /**
     * A body begins.
     *
     * @param bytesPerSecond the rate; 0 for none
     * @param graceNanos until it matters: connections start slowly, and mobile ones have gaps
     */
    public void begin(int bytesPerSecond, long graceNanos, long nowNanos) {
        rate = bytesPerSecond;
        pausedNanos = NEVER;
        deadlineNanos = bytesPerSecond == 0 ? NEVER : nowNanos + graceNanos;
    }

    /** The body is whole, or nobody waits for it any more. */
    public void end() {
        deadlineNanos = NEVER;
    }

    /** Bytes came, which buy the client time. */
    public void received(int bytes) {
        if (deadlineNanos != NEVER) {
            deadlineNanos += TimeUnit.SECONDS.toNanos(bytes) / rate;
        }
    }

    /** The client is held back, or let on. */
    public void held(boolean back, long nowNanos) {
        if (back && pausedNanos == NEVER) {
            pausedNanos = nowNanos;
        } else if (!back && pausedNanos != NEVER) {
            if (deadlineNanos != NEVER) {
                deadlineNanos += nowNanos - pausedNanos;
            }
            pausedNanos = NEVER;
        }
    }

    /** When the client is too slow, unless more comes; never while it is held back. */
    public long deadlineNanos() {
        return pausedNanos == NEVER ? deadlineNanos : NEVER;
    }
}

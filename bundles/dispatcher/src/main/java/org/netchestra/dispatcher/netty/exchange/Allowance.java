package org.netchestra.dispatcher.netty.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.Limits;
import org.netchestra.dispatcher.limit.BodyPace;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Timed;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * What an exchange may take as a whole, however steadily it moves: time, and the size and pace of a client's body. Reused; confined to one
 * event loop.
 */
final class Allowance {

    private final BodyPace pace = new BodyPace();
    private final Worker worker;
    private boolean bodyBegun;
    private boolean paced = true;
    private long endNanos = Timed.NEVER;
    private long bodyBytes;

    Allowance(Worker worker) {
        this.worker = worker;
    }

    void begin() {
        bodyBytes = 0;
        lift();
    }

    /**
     * The exchange has a pool, whose limits count.
     *
     * @param whole the time for all of it; zero for no limit
     * @param isPaced whether the pace of the body counts: not where a client speaks when it has something to say
     */
    void limit(Duration whole, long firstByteNanos, boolean isPaced) {
        paced = isPaced;
        endNanos = whole.isZero() ? Timed.NEVER : firstByteNanos + whole.toNanos();
    }

    /** A tunnel lasts as long as it is used. */
    void lift() {
        pace.end();
        bodyBegun = false;
        paced = true;
        endNanos = Timed.NEVER;
    }

    /** A piece of the request's body came; whether that was too much of it. What passes a tunnel is no body. */
    boolean isTooLarge(int bytes, Limits limits, ExchangeState state) {
        if (state == ExchangeState.TUNNEL) {
            return false;
        }
        received(bytes, limits);
        return limits.bodyBytes() > 0 && bodyBytes > limits.bodyBytes();
    }

    /** A piece of the request's body came, which cannot be too much of it. */
    void received(int bytes, Limits limits) {
        bodyBytes += bytes;
        if (!bodyBegun && paced) {
            bodyBegun = true;
            pace.begin(limits.bodyRate(), limits.bodyGrace().toNanos(), worker.nowNanos());
        }
        pace.received(bytes);
    }

    void bodyComplete() {
        pace.end();
    }

    /** The client is held back, or let on. */
    void held(boolean back) {
        pace.held(back, worker.nowNanos());
    }

    /** When to look at it. */
    long deadlineNanos() {
        return Math.min(endNanos, pace.deadlineNanos());
    }

    /** What was exceeded, or null. */
    @Nullable
    Refusal exceeded(long nowNanos) {
        if (nowNanos >= endNanos) {
            return Refusal.EXCHANGE_TIMEOUT;
        }
        return nowNanos >= pace.deadlineNanos() ? Refusal.BODY_TOO_SLOW : null;
    }
}

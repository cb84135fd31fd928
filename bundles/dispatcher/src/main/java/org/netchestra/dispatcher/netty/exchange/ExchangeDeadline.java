package org.netchestra.dispatcher.netty.exchange;

import java.time.Duration;
import org.netchestra.core.config.Timeouts;
import org.netchestra.dispatcher.netty.loop.Worker;

/** Until when an exchange waits for what comes next. Reused with it; confined to its event loop. */
final class ExchangeDeadline {

    private final Worker worker;
    private final Exchange exchange;
    private long nanos;
    private long pendingAtDeadline;

    ExchangeDeadline(Worker worker, Exchange exchange) {
        this.worker = worker;
        this.exchange = exchange;
    }

    long nanos() {
        return nanos;
    }

    void begin(Duration wait, long nowNanos) {
        pendingAtDeadline = Long.MAX_VALUE;
        nanos = nowNanos + wait.toNanos();
    }

    void await(Duration wait, long nowNanos) {
        nanos = nowNanos + wait.toNanos();
    }

    void awaitNanos(long wait, long nowNanos) {
        nanos = nowNanos + wait;
    }

    /** Something moved: the wait for the next thing begins. */
    void progressed() {
        progressed(worker.nowNanos());
    }

    void progressed(long nowNanos) {
        Timeouts timeouts = exchange.timeouts();
        long wait = switch (exchange.state()) {
            case TUNNEL -> (exchange.isTunnelHalfEnded() ? timeouts.data() : timeouts.tunnel()).toNanos();
            case WAITING ->
                exchange.isRequestComplete()
                        ? exchange.replyWaitNanos()
                        : timeouts.data().toNanos();
            default -> timeouts.data().toNanos();
        };
        nanos = nowNanos + wait;
    }

    /**
     * Whether the deadline is not in earnest, because the client still takes what waits for it.
     *
     * @param pending bytes that wait for the client
     */
    boolean isExcused(long pending) {
        if (pending > 0 && pending < pendingAtDeadline) {
            pendingAtDeadline = pending;
            progressed();
            return true;
        }
        return false;
    }
}

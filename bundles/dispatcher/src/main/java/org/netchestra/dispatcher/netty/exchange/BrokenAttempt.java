package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;

/**
 * Tells why an attempt at a server broke, and whether the server is at fault: when only the connection is, the same server gets the
 * request once more; all else is {@link FailOver}'s. Reused with its exchange; confined to its event loop.
 */
final class BrokenAttempt {

    private final Worker worker;
    private final Exchange exchange;
    private final Forwarding forwarding;
    private final Attempt attempt;

    BrokenAttempt(Worker worker, Exchange exchange, Forwarding forwarding, Attempt attempt) {
        this.worker = worker;
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.attempt = attempt;
    }

    /**
     * The server cannot be connected to.
     *
     * @param first whether this counts: one connection that many have waited for has failed once
     */
    void connectFailed(Throwable cause, boolean first) {
        if (first) {
            exchange.virtualServer().connectFailed(exchange.routing().pool(), server());
        }
        boolean late = cause instanceof ConnectTimeoutException;
        fail(FailureCause.CONNECT_FAILED, late ? Refusal.CONNECT_TIMEOUT : Refusal.CONNECT_FAILED);
    }

    /** Nothing has come of connecting. */
    void connectLate() {
        fail(FailureCause.CONNECT_FAILED, Refusal.CONNECT_TIMEOUT);
    }

    /** A reply that was held came no further. */
    void replyStopped() {
        fail(FailureCause.TIMEOUT, Refusal.REPLY_TIMEOUT);
    }

    /** What the server sent is no reply. */
    void garbled() {
        if (exchange.state() == ExchangeState.REPLYING) {
            torn(FailureCause.GARBLED);
        } else {
            fail(FailureCause.GARBLED, Refusal.BAD_REPLY);
        }
    }

    /** The connection is gone that carried the request. */
    void lost(@Nullable UpstreamStream gone) {
        switch (exchange.state()) {
            case TUNNEL -> exchange.end(Termination.COMPLETE);
            case REPLYING -> torn(FailureCause.TRUNCATED);
            case HOLDING -> {
                if (!forwarding.delivery().isWhole()) {
                    fail(FailureCause.TRUNCATED, Refusal.NO_REPLY);
                }
            }
            default -> {
                if (gone != null && isStale(gone)) {
                    sendAgain();
                } else {
                    fail(FailureCause.RESET, Refusal.NO_REPLY);
                }
            }
        }
    }

    /** The server did not look at the request; {@code leaving}: because it takes no more on that connection. */
    void unprocessed(@Nullable UpstreamStream gone, boolean leaving) {
        if (leaving
                && gone != null
                && gone.isReused()
                && forwarding.safekeeping().isKept()) {
            sendAgain();
        } else {
            fail(FailureCause.REFUSED_BY_SERVER, Refusal.NO_REPLY);
        }
    }

    /** An operator wants another server. */
    void interrupted() {
        switch (exchange.state()) {
            case REBUILDING, STORING, CONNECTING, WAITING, HOLDING -> fail(FailureCause.OPERATOR, Refusal.NO_REPLY);
            case REPLYING -> torn(FailureCause.OPERATOR);
            default -> {}
        }
    }

    private void fail(FailureCause cause, Refusal refusal) {
        forwarding.failOver().fail(cause, refusal);
    }

    private void torn(FailureCause cause) {
        forwarding.safekeeping().torn(cause, worker.nowNanos());
        exchange.breakOff(Termination.SERVER_ABORT_REPLY);
    }

    /** Whether it is the connection that failed, and no server: one that another exchange had used may have been closed meanwhile. */
    private boolean isStale(UpstreamStream gone) {
        return gone.isReused()
                && !gone.isReplyStarted()
                && exchange.request().isIdempotent()
                && forwarding.safekeeping().isKept();
    }

    private void sendAgain() {
        LiveServer server = server();
        forwarding.endAttempt(0, false, worker.nowNanos());
        forwarding.failOver().retried();
        forwarding.body().part();
        if (!forwarding.assignment().to(server, true)) {
            forwarding.failOver().assign();
        }
    }

    private LiveServer server() {
        return requireNonNull(attempt.current(), "server");
    }
}

package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.exchange.Termination;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.dispatcher.message.Refusal;

/** What becomes of an exchange when what it waits for has not come in time. Confined to its event loop. */
final class ExchangeExpiry {

    private final Exchange exchange;
    private final Forwarding forwarding;

    ExchangeExpiry(Exchange exchange, Forwarding forwarding) {
        this.exchange = exchange;
        this.forwarding = forwarding;
    }

    /** The {@linkplain ExchangeDeadline deadline} is over. */
    void at(long now) {
        long pending = exchange.downstream().pendingBytes();
        if (exchange.deadline().isExcused(pending)) {
            return;
        }
        switch (exchange.state()) {
            case HEAD -> exchange.refuse(Refusal.HEAD_TIMEOUT);
            case GATHERING -> exchange.refuse(Refusal.BODY_TIMEOUT);
            case QUEUED, LINED_UP -> exchange.refuse(Refusal.QUEUE_TIMEOUT);
            case REBUILDING -> forwarding.failOver().fail(FailureCause.TIMEOUT, Refusal.REPLY_TIMEOUT);
            case STRANDED -> forwarding.failOver().waitedInVain();
            case STORING -> forwarding.assignment().storedInTime();
            case CONNECTING -> forwarding.broken().connectLate();
            case WAITING -> replyLate(now);
            case HOLDING -> forwarding.broken().replyStopped();
            case REPLYING ->
                exchange.breakOff(pending > 0 ? Termination.CLIENT_TIMEOUT_DATA : Termination.SERVER_TIMEOUT_DATA);
            case TUNNEL -> exchange.breakOff(Termination.CLIENT_TIMEOUT_DATA);
            case ENDED -> {}
        }
    }

    private void replyLate(long now) {
        if (exchange.isRequestComplete() || !forwarding.isWritable()) {
            forwarding.failOver().replyLate(now);
        } else {
            exchange.refuse(Refusal.BODY_TIMEOUT);
        }
    }
}

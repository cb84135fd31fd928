package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.message.Refusal;

/** How an exchange ends that did not come to its end. */
final class TerminationOf {

    private TerminationOf() {}

    static Termination refusal(Refusal refusal) {
        return switch (refusal) {
            case HEAD_TIMEOUT, BODY_TIMEOUT, BODY_TOO_SLOW -> Termination.CLIENT_TIMEOUT_REQUEST;
            case RATE_LIMITED, QUEUE_FULL, UNFINISHED_HEADS -> Termination.LIMITED;
            case QUEUE_TIMEOUT -> Termination.QUEUE_TIMEOUT;
            case NO_SERVER -> Termination.NO_SERVER;
            case STOPPING -> Termination.STOPPED;
            case CONNECT_FAILED -> Termination.CONNECT_FAILED;
            case CONNECT_TIMEOUT -> Termination.CONNECT_TIMEOUT;
            case NO_REPLY -> Termination.SERVER_ABORT_WAITING;
            case BAD_REPLY -> Termination.REPLY_REFUSED;
            case REPLY_TIMEOUT, EXCHANGE_TIMEOUT -> Termination.SERVER_TIMEOUT_WAITING;
            default -> Termination.REQUEST_REFUSED;
        };
    }

    /** The client left in this state. */
    static Termination clientAbort(ExchangeState state, boolean requestComplete) {
        return switch (state) {
            case HEAD, GATHERING -> Termination.CLIENT_ABORT_REQUEST;
            case QUEUED -> Termination.CLIENT_ABORT_QUEUED;
            case REPLYING -> Termination.CLIENT_ABORT_REPLY;
            case TUNNEL -> Termination.COMPLETE;
            default -> requestComplete ? Termination.CLIENT_ABORT_WAITING : Termination.CLIENT_ABORT_REQUEST;
        };
    }
}

package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.virtualserver.RequestRates;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** Whether a request whose head is whole may go on to a server, and when. Confined to its exchange's event loop. */
final class Admission {

    private static final String DRY_RUN = Refusal.RATE_LIMITED.label() + "-dry-run";

    private final Worker worker;
    private final Exchange exchange;
    private final Forwarding forwarding;

    Admission(Worker worker, Exchange exchange, Forwarding forwarding) {
        this.worker = worker;
        this.exchange = exchange;
        this.forwarding = forwarding;
    }

    /** Whether the client may send one more request; it is answered when not. */
    boolean isWithinRate(long now) {
        VirtualServer server = exchange.virtualServer();
        RequestRates rates = server.rates(exchange.snapshot());
        if (rates == null || rates.admits(exchange.requester().client().getAddress(), now)) {
            return true;
        }
        if (rates.limit().dryRun()) {
            exchange.log().refused(DRY_RUN);
            server.refused(DRY_RUN);
            return true;
        }
        exchange.ownAnswer().refuse(Refusal.RATE_LIMITED, rates.reply());
        return false;
    }

    /** Assigns the request to a server, or has its body gathered first; answers it when it is too large, or was answered before. */
    void admit(long now) {
        RequestSemantics request = exchange.request();
        long limit = exchange.snapshot().spec().limits().bodyBytes();
        if (limit > 0 && request.contentLength() > limit) {
            exchange.refuse(Refusal.BODY_TOO_LARGE);
        } else if (exchange.isRouted() || !isAnsweredBefore(now)) {
            boolean awaited =
                    request.expectsContinue() || exchange.requestHead().isGrpc();
            if (request.hasBody() && awaited) {
                forwarding.failOver().assign();
            } else {
                exchange.enter(ExchangeState.GATHERING);
                if (request.hasBody()) {
                    exchange.deadline().await(exchange.timeouts().data(), worker.nowNanos());
                }
            }
        }
    }

    private boolean isAnsweredBefore(long now) {
        var journal = exchange.virtualServer().journal(exchange.routing().pool(), exchange.snapshot());
        return forwarding.delivery().answeredBefore(journal, now);
    }
}

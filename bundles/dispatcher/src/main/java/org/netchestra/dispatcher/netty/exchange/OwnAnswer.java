package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.reply.LocalReply;

/** What the dispatcher answers by itself, in the place of a server; it ends the exchange. Confined to its event loop. */
final class OwnAnswer {

    private final Exchange exchange;
    private final Forwarding forwarding;
    private final ExchangeCount count;

    OwnAnswer(Exchange exchange, Forwarding forwarding, ExchangeCount count) {
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.count = count;
    }

    /** Refuses; how it ended is another matter than what the client is told. */
    void refuse(Refusal refusal, Termination how) {
        boolean unknown = refusal.status() >= 500 && forwarding.failOver().isOutcomeUnknown();
        Refusal told = unknown ? Refusal.OUTCOME_UNKNOWN : refusal;
        note(told);
        if (told.isForWantOfServers() && !forwarding.safekeeping().wasSent()) {
            exchange.downstream().answer(LocalReply.notApplied(told));
        } else {
            exchange.downstream().refuse(told);
        }
        exchange.end(how);
    }

    /** Refuses with more than a refusal has to say. */
    void refuse(Refusal refusal, LocalReply reply) {
        note(refusal);
        exchange.downstream().answer(reply);
        exchange.end(TerminationOf.refusal(refusal));
    }

    /** Answers as the configuration says. */
    void answer(LocalReply reply) {
        exchange.log().replied(reply.status());
        exchange.downstream().answer(reply);
        exchange.end(Termination.LOCAL_REPLY);
    }

    private void note(Refusal refusal) {
        count.began(exchange.virtualServer());
        exchange.routing().refused(refusal);
        exchange.log().refused(refusal.label());
        exchange.log().replied(refusal.status());
    }
}

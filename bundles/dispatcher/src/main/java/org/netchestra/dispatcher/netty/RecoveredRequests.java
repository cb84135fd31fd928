package org.netchestra.dispatcher.netty;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.dispatcher.netty.exchange.EntryLine;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.exchange.RecoverableHead;
import org.netchestra.dispatcher.netty.loop.PerLoop;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** Sends again what was in flight when the dispatcher died, and may be sent again. */
final class RecoveredRequests {

    private RecoveredRequests() {}

    /** An exchange for an entry that is about to be handed over. */
    private record Successor(Exchanges exchanges, Exchange exchange, EntryLine line, String server) {}

    /** Begins with all of a virtual server, before it accepts new ones. */
    static void resume(VirtualServer server, PerLoop<Exchanges> exchanges) {
        resume(server, server.handle(), exchanges);
        for (VirtualServerHandle pool : server.snapshot().pools()) {
            resume(server, pool, exchanges);
        }
    }

    private static void resume(VirtualServer server, VirtualServerHandle pool, PerLoop<Exchanges> exchanges) {
        ExchangeJournal journal = server.journal(pool, pool.current());
        if (journal == null || !isDurable(pool)) {
            return;
        }
        List<Successor> successors = new ArrayList<>();
        List<JournalEntry> entries = journal.takeRecovered(
                preferred -> {
                    Exchanges any = exchanges.next();
                    Exchange exchange = new Exchange(any);
                    Successor next = new Successor(any, exchange, exchange.line(), preferred);
                    successors.add(next);
                    return next.line();
                },
                System.nanoTime());
        for (int i = 0; i < entries.size(); i++) {
            JournalEntry entry = entries.get(i);
            Successor next = successors.get(i);
            next.exchanges().worker().loop().execute(() -> resume(server, journal, entry, next));
        }
    }

    private static void resume(VirtualServer server, ExchangeJournal journal, JournalEntry entry, Successor next) {
        InetSocketAddress[] addresses = RecoverableHead.addresses(entry.reader().head());
        NobodyDownstream nobody = new NobodyDownstream(
                next.exchanges().worker(), server.snapshot().spec().forwarding(), addresses[0], addresses[1]);
        nobody.begin(next.exchange());
        next.exchange().resume(server, nobody, journal, entry, next.line(), next.server());
    }

    /** Whether a virtual server or one of its pools must know what was in flight before it accepts. */
    static boolean isAwaited(VirtualServer server) {
        return isDurable(server.handle()) || server.snapshot().pools().stream().anyMatch(RecoveredRequests::isDurable);
    }

    private static boolean isDurable(VirtualServerHandle pool) {
        return pool.current().spec().failSafe().rules().durable();
    }
}

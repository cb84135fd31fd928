package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** Counts an exchange in its virtual server's figures: once, however it ends. Reused with its exchange; confined to its event loop. */
final class ExchangeCount {

    private boolean inner;
    private boolean counted;

    /** @param inner whether it is part of another exchange, which took the route and is counted and logged */
    void begin(boolean inner) {
        this.inner = inner;
        counted = false;
    }

    /** Whether it is part of another exchange. */
    boolean isInner() {
        return inner;
    }

    void began(VirtualServer server) {
        if (!counted && !inner) {
            counted = true;
            server.handle().traffic().began();
        }
    }

    void record(VirtualServer server, ExchangeLog log, ExchangeRouting routing, Termination how) {
        if (!counted) {
            return;
        }
        var traffic = server.handle().traffic();
        traffic.transferred(log.bytesFromClient(), log.bytesToClient());
        boolean replied = how == Termination.COMPLETE && log.status() != 101;
        traffic.ended(
                log.status(), how.serverFailure() || how == Termination.NO_SERVER, replied ? log.totalNanos() : -1);
        routing.record(log, how);
        server.listener().onEnd(log);
    }
}

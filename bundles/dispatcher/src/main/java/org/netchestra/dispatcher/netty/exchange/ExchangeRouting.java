package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.routing.Route;
import org.netchestra.dispatcher.routing.RouteTable;

/** Which pool an exchange belongs to, and what it gets when that one has no server left. Reused; confined to its event loop. */
final class ExchangeRouting {

    private final Exchange exchange;
    private final Forwarding forwarding;
    private @Nullable VirtualServerHandle pool;
    private @Nullable Snapshot whole;
    private @Nullable RouteTable table;
    private boolean named;
    private boolean sorry;

    ExchangeRouting(Exchange exchange, Forwarding forwarding) {
        this.exchange = exchange;
        this.forwarding = forwarding;
    }

    void begin(VirtualServer server) {
        pool = server.handle();
        table = null;
        named = false;
        sorry = false;
    }

    /** The virtual server, or the named pool of it, whose servers the exchange is for. */
    VirtualServerHandle pool() {
        return requireNonNull(pool, "pool");
    }

    /** Finds the pool of a request whose head is whole; false when the request was answered instead. */
    boolean route() {
        Snapshot snapshot = exchange.snapshot();
        whole = snapshot;
        table = exchange.virtualServer().routes(snapshot);
        forwarding.affinity().enter();
        if (table == null) {
            return true;
        }
        if (table.isDisguised(exchange.requestHead(), exchange.request())) {
            exchange.refuse(Refusal.DISGUISED_PATH);
            return false;
        }
        if (table.isByMethod()) {
            exchange.request().dropMethodOverrides(exchange.requestHead());
        }
        Route route = table.find(exchange.requestHead(), exchange.request());
        return route == null || follow(route);
    }

    /** Whether there is a place for requests whose pool has no server left, and the exchange was not sent there before. */
    boolean hasSorry() {
        return !sorry && table != null && table.sorry() != null;
    }

    /** Sends the exchange where requests go whose pool has no server left; false when there is no such place. */
    boolean beSorry() {
        Route route = table == null ? null : table.sorry();
        if (route == null || sorry) {
            return false;
        }
        sorry = true;
        if (follow(route)) {
            forwarding.failOver().assign();
        }
        return true;
    }

    private boolean follow(Route route) {
        LocalReply reply = route.reply(exchange.requestHead(), exchange.request());
        if (reply != null) {
            if (sorry) {
                leave();
            }
            exchange.ownAnswer().answer(reply);
            return false;
        }
        route.rewrite(exchange.requestHead(), exchange.request());
        if (route.pool() != Route.DEFAULT_POOL) {
            leave();
            enter(requireNonNull(whole, "snapshot").pools().get(route.pool()));
        }
        return true;
    }

    private void enter(VirtualServerHandle entered) {
        pool = entered;
        named = true;
        entered.traffic().began();
        exchange.log().pool(entered.name());
        exchange.follow(entered.current());
        forwarding.affinity().enter();
    }

    /** A pool without a server has failed the exchange. */
    private void leave() {
        if (named) {
            pool().traffic().ended(0, true, -1);
            named = false;
        }
    }

    /** Counts a request that is not passed on. */
    void refused(Refusal refusal) {
        exchange.virtualServer().refused(refusal.label());
        if (named) {
            pool().refusals().count(refusal.label());
        }
    }

    void retried() {
        if (named) {
            pool().traffic().retried();
        }
    }

    /** Enters the exchange in its pool's counters; those of the virtual server are its own business. */
    void record(ExchangeLog log, Termination how) {
        if (named) {
            var traffic = pool().traffic();
            traffic.transferred(log.bytesFromClient(), log.bytesToClient());
            boolean replied = how == Termination.COMPLETE && log.status() != 101;
            boolean failed = how.serverFailure() || how == Termination.NO_SERVER;
            traffic.ended(log.status(), failed, replied ? log.totalNanos() : -1);
        }
        pool = null;
        whole = null;
        table = null;
    }
}

package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.upstream.UpstreamPool;
import org.netchestra.dispatcher.netty.upstream.UpstreamPools;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;

/**
 * From the choice of a server to the first byte for it: the confirmed steps of its transaction are sent if they must be, the journal
 * stores who gets the request, and a connection is taken or made. Reused with its exchange; confined to its event loop.
 */
final class Assignment {

    private final Worker worker;
    private final UpstreamPools pools;
    private final Exchange exchange;
    private final Forwarding forwarding;
    private final Attempt attempt;
    private final QueuePlace place;

    private @Nullable UpstreamStream connecting;
    private @Nullable TransactionRebuild rebuilding;
    private boolean onlyAfresh;

    Assignment(Exchanges exchanges, Exchange exchange, Forwarding forwarding, Attempt attempt, QueuePlace place) {
        worker = exchanges.worker();
        pools = exchanges.pools();
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.attempt = attempt;
        this.place = place;
    }

    /**
     * Assigns the request to a server.
     *
     * @param afresh whether only a new connection will do
     * @return whether the server could have one more exchange
     */
    boolean to(LiveServer picked, boolean afresh) {
        long now = worker.nowNanos();
        if (!attempt.begin(exchange.snapshot(), picked, now)) {
            return false;
        }
        place.served(now);
        forwarding.safekeeping().assigned(picked.name());
        onlyAfresh = afresh;
        List<KeptStep> steps = forwarding.transaction().rebuild();
        if (steps.isEmpty()) {
            store(now);
        } else {
            rebuild(steps);
        }
        return true;
    }

    private void rebuild(List<KeptStep> steps) {
        exchange.enter(ExchangeState.REBUILDING);
        holdBody();
        TransactionRebuild started = new TransactionRebuild(worker, exchange, forwarding, configuredPool(), steps);
        rebuilding = started;
        started.next();
    }

    /** The server knows what it has to know of the transaction. */
    void rebuilt() {
        rebuilding = null;
        store(worker.nowNanos());
    }

    /** Goes on when the journal has stored that the request is sent. */
    private void store(long now) {
        Safekeeping safekeeping = forwarding.safekeeping();
        if (safekeeping.isDurable() && !safekeeping.sending()) {
            exchange.enter(ExchangeState.STORING);
            holdBody();
            exchange.deadline().await(exchange.timeouts().data(), now);
        } else {
            reach(now);
        }
    }

    private void holdBody() {
        if (!exchange.isRequestComplete()) {
            exchange.hold(true);
        }
    }

    /** The request is stored, or the disk takes longer than anybody should wait for. */
    void storedInTime() {
        reach(worker.nowNanos());
    }

    private void reach(long now) {
        UpstreamPool pool = configuredPool();
        ClientConnection client = exchange.downstream().connection();
        UpstreamStream open = onlyAfresh ? null : pool.take(exchange.request().isIdempotent(), client, now);
        if (open != null) {
            forwarding.take(open, now);
        } else {
            connect(pool, client, now);
        }
    }

    private UpstreamPool configuredPool() {
        UpstreamPool pool = pools.of(requireNonNull(attempt.current(), "server"));
        VirtualServerSpec spec = exchange.snapshot().spec();
        pool.configure(
                spec, exchange.virtualServer().plan().upstream(spec.serverHttp().protocol()));
        return pool;
    }

    private void connect(UpstreamPool pool, ClientConnection client, long now) {
        Duration timeout = exchange.timeouts().connect();
        exchange.enter(ExchangeState.CONNECTING);
        holdBody();
        // Netty's own timer ends the attempt; this one is the net below.
        exchange.deadline().await(timeout.multipliedBy(2), now);
        connecting = pool.connect(forwarding, client, (int) TimeUnit.NANOSECONDS.toMillis(timeout.toNanos()));
    }

    /** The connection is made, or it is known that it cannot be. */
    void settled() {
        connecting = null;
    }

    /** Lets go of a server that failed. */
    void drop() {
        if (rebuilding != null) {
            rebuilding.close();
            rebuilding = null;
        }
        if (connecting != null) {
            connecting.abort();
            connecting = null;
        }
    }
}

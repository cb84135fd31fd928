package org.netchestra.dispatcher.netty.exchange;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.core.config.FailSafeSpec;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.control.Snapshot;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/** The wait for a server to come up, of a request that no server can take now. Reused with its exchange; confined to its event loop. */
final class ServerWait {

    /** How often a waiting request tries servers that refused its connection and were not marked down for it. */
    private static final long TRY_AGAIN_NANOS = 250_000_000;

    private final Worker worker;
    private final ServerQueue queue;
    private final Exchange exchange;
    private final FailOver failOver;
    private final Attempt attempt;
    private final Safekeeping safekeeping;

    private @Nullable Snapshot queuedWith;
    private long triedNanos;
    private long endNanos;
    private boolean begun;
    private boolean queued;

    ServerWait(Exchanges exchanges, Exchange exchange, FailOver failOver, Attempt attempt, Safekeeping safekeeping) {
        worker = exchanges.worker();
        queue = exchanges.queue();
        this.exchange = exchange;
        this.failOver = failOver;
        this.attempt = attempt;
        this.safekeeping = safekeeping;
    }

    /** A request is coming. */
    void begin() {
        begun = false;
        queued = false;
    }

    /** Whether the request has waited, or waits. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether a server may come up in time that has not failed this request. */
    boolean isPossible() {
        FailSafeSpec spec = spec();
        if (!safekeeping.isKeeping() || spec.serverWait().isZero()) {
            return false;
        }
        boolean timeLeft = !begun || worker.nowNanos() - endNanos < 0;
        boolean room = queued || exchange.virtualServer().waiting().get() < spec.maxWaiting();
        return timeLeft && room && hasCandidate();
    }

    private boolean hasCandidate() {
        for (ManagedServer server : exchange.snapshot().servers()) {
            if (server.admin().state() == AdminState.READY && !attempt.failedBefore(server.live())) {
                return true;
            }
        }
        return false;
    }

    /** Waits from now on. */
    void enter() {
        long now = worker.nowNanos();
        if (!begun) {
            begun = true;
            endNanos = now + spec().serverWait().toNanos();
        }
        queued = true;
        queuedWith = exchange.snapshot();
        triedNanos = now;
        exchange.virtualServer().waiting().incrementAndGet();
        exchange.enter(ExchangeState.STRANDED);
        exchange.deadline().awaitNanos(endNanos - now, now);
        if (!exchange.isRequestComplete()) {
            exchange.hold(true);
        }
        queue.add(this);
    }

    /** Looks whether there is a server now. */
    void look(long now) {
        exchange.renewSnapshot();
        if (exchange.snapshot() == queuedWith && now - triedNanos < TRY_AGAIN_NANOS) {
            return;
        }
        queuedWith = exchange.snapshot();
        triedNanos = now;
        attempt.forgive();
        failOver.forgive();
        if (failOver.hasServer(null)) {
            leave();
            failOver.assign();
        }
    }

    /** Waits no longer. */
    void leave() {
        if (queued) {
            queued = false;
            queuedWith = null;
            queue.remove(this);
            exchange.virtualServer().waiting().decrementAndGet();
        }
    }

    private FailSafeSpec spec() {
        return exchange.snapshot().spec().failSafe();
    }
}

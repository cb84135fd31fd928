package org.netchestra.dispatcher.netty.exchange;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.core.pool.WaitingRoom;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/**
 * An exchange's wait until a server of its pool may have one more. Reused with its exchange; confined to its event loop, but for being
 * called.
 */
final class QueuePlace implements WaitingRoom.Waiter {

    /** A free server that the policy does not pick is no reason to ask it without a pause. */
    private static final long PAUSE_MILLIS = 5;

    private final Worker worker;
    private final Exchange exchange;
    private final Forwarding forwarding;
    private final Attempt attempt;
    private final ExchangeAffinity affinity;
    /** Where it waits, or was called from a moment ago. */
    private @Nullable WaitingRoom room;

    /** The only server that will do; null for any. */
    private volatile @Nullable LiveServer home;

    private long sinceNanos;

    QueuePlace(Worker worker, Exchange exchange, Forwarding forwarding, Attempt attempt, ExchangeAffinity affinity) {
        this.affinity = affinity;
        this.worker = worker;
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.attempt = attempt;
    }

    /** Whether others came before, so that this one must not look for a server yet. */
    boolean isBehindOthers() {
        return room == null
                && affinity.home() == null
                && exchange.routing().pool().waiting().size() > 0;
    }

    /** Waits, if a server could become free; false when none could. When too many wait already, the exchange is refused. */
    boolean enter() {
        ServerPool pool = exchange.snapshot().pool();
        home = affinity.home();
        if (!mayBecomeFree()) {
            return false;
        }
        WaitingRoom entered = exchange.routing().pool().waiting();
        if (room != null) {
            comeBack(entered, pool);
        } else if (entered.enter(this, exchange.snapshot().spec().limits().queue())) {
            begin(entered);
            callForFree(entered, pool);
        } else {
            exchange.refuse(Refusal.QUEUE_FULL);
        }
        return true;
    }

    private void begin(WaitingRoom entered) {
        room = entered;
        sinceNanos = worker.nowNanos();
        line();
    }

    private void line() {
        exchange.enter(ExchangeState.QUEUED);
        exchange.deadline().await(exchange.timeouts().queue(), sinceNanos);
        if (!exchange.isRequestComplete()) {
            exchange.hold(true);
        }
    }

    /** It was called in vain. One that cannot use every server lets others go first. */
    private void comeBack(WaitingRoom entered, ServerPool pool) {
        room = entered;
        line();
        if (attempt.failures() > 0) {
            entered.enterAtEnd(this);
        } else {
            entered.enterAgain(this);
        }
        if (free(pool) != null) {
            var unused = worker.loop().schedule(this::again, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public boolean wants(RealServer freed) {
        LiveServer only = home;
        return only == null || only == freed;
    }

    @Override
    public void called() {
        worker.loop().execute(this::again);
    }

    private void again() {
        WaitingRoom left = room;
        if (left != null && exchange.state() == ExchangeState.QUEUED) {
            // It is still there when the call was for a wait that has ended.
            left.leave(this);
            // What it waited for may be in a newer snapshot.
            exchange.follow(exchange.routing().pool().current());
            forwarding.failOver().assign();
        }
    }

    /** It has got a server. */
    void served(long nowNanos) {
        if (room != null) {
            room = null;
            exchange.log().queued(nowNanos - sinceNanos);
        }
    }

    /** It waits no longer, without having got a server. The call that it may have had is for the next one. */
    void giveUp() {
        WaitingRoom left = room;
        if (left == null) {
            return;
        }
        room = null;
        exchange.log().queued(worker.nowNanos() - sinceNanos);
        if (!left.leave(this)) {
            left.callAll();
        }
    }

    /**
     * Whether a server that is up, or the only one that will do, has as many exchanges as it may at times. That it has not at this
     * very moment says only that another exchange has just ended.
     */
    private boolean mayBecomeFree() {
        if (home != null) {
            return true;
        }
        for (ManagedServer server : exchange.snapshot().servers()) {
            boolean limited = server.takesWork() && server.live().isLimited();
            if (limited && !attempt.excludes(server.live())) {
                return true;
            }
        }
        return false;
    }

    /** A place may have become free before it entered: who comes first of those who want it is called. */
    private void callForFree(WaitingRoom entered, ServerPool pool) {
        RealServer free = free(pool);
        if (free != null) {
            entered.callNext(free);
        }
    }

    /** A server that this exchange could go to now. */
    private @Nullable RealServer free(ServerPool pool) {
        LiveServer only = home;
        if (only != null) {
            return only.saturated() ? null : only;
        }
        for (int i = 0; i < pool.size(); i++) {
            if (pool.member(i).usable() && !attempt.excludes(pool.member(i).server())) {
                return pool.member(i).server();
            }
        }
        return null;
    }
}

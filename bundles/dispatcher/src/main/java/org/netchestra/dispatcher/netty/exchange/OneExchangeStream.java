package org.netchestra.dispatcher.netty.exchange;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.loop.Timed;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/**
 * A client's side that carries one exchange and then is of no more use: its deadline is the exchange's, and protocols cannot be changed
 * on it. Confined to its event loop.
 */
public abstract class OneExchangeStream implements DownstreamStream, Timed {

    /** The event loop. */
    protected final Worker worker;

    private @Nullable Exchange exchange;
    private long bytesRead;
    private int deadlineSlot = -1;

    /** Carries nothing yet. */
    protected OneExchangeStream(Worker worker) {
        this.worker = worker;
    }

    /** Carries an exchange that somebody else begins. */
    protected final void carry(Exchange begun) {
        exchange = begun;
        worker.deadlines().add(this);
    }

    /** Begins the exchange, whose request is not read yet. */
    protected final Exchange begin(Exchanges exchanges, VirtualServer virtualServer) {
        Exchange begun = exchanges.take();
        carry(begun);
        begun.begin(virtualServer, this, 0);
        return begun;
    }

    /** The exchange, or null before it has begun and when it is over. */
    protected final @Nullable Exchange exchange() {
        return exchange;
    }

    /** What was read of the request in this turn goes out to the server. */
    protected final void flushUpstream() {
        if (exchange != null) {
            exchange.flushUpstream();
        }
    }

    /** More of the reply is welcome again. */
    protected final void replyWanted() {
        if (exchange != null) {
            exchange.downstreamWritable();
        }
    }

    /** The client takes no more. */
    protected final void clientLost() {
        if (exchange != null) {
            exchange.clientLost();
        }
    }

    /** Counts bytes of the request. */
    protected final void countRead(int bytes) {
        bytesRead += bytes;
    }

    @Override
    public final long bytesRead() {
        return bytesRead;
    }

    @Override
    public void openTunnel(MessageHead reply) {
        throw new IllegalStateException(
                "tunnel: on a stream of one exchange (expected: none, as none can be asked for)");
    }

    @Override
    public void endTunnel() {
        throw new IllegalStateException("tunnel: on a stream of one exchange (expected: none, as none was opened)");
    }

    @Override
    public final void exchangeEnded() {
        exchange = null;
        afterExchange();
    }

    /** The exchange is over: there is no deadline any more, unless this is overridden. */
    protected void afterExchange() {
        worker.deadlines().remove(this);
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return exchange == null ? NEVER : exchange.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (exchange != null) {
            exchange.onDeadline(nowNanos);
        }
    }

    @Override
    public final void stop() {
        if (exchange != null) {
            exchange.stop();
        }
    }

    @Override
    public final int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public final void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}

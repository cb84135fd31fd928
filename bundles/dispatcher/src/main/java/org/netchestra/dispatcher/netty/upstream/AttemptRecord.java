package org.netchestra.dispatcher.netty.upstream;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * What records tell in the same way whatever protocol is spoken: times, bytes, servers and the end. May be used again. Confined to an
 * event loop.
 */
public abstract class AttemptRecord implements ExchangeRecord {

    private final Attempt attempt;
    private int eventLoop;
    private long startedNanos;
    private long startedAtMicros;
    private long endNanos;
    private long bytesFromClient;
    private long bytesToClient;
    private Termination termination = Termination.COMPLETE;

    /**
     * @param attempt the current attempt of what is recorded
     */
    protected AttemptRecord(Attempt attempt) {
        this.attempt = attempt;
    }

    /**
     * @param nowNanos when it started, by the monotonic clock
     */
    public final void begin(Worker worker, long nowNanos) {
        eventLoop = worker.index();
        startedNanos = nowNanos;
        startedAtMicros = worker.wallMicros(nowNanos);
        endNanos = 0;
    }

    /**
     * @param nowNanos when it ended, by the monotonic clock
     */
    public final void end(Termination how, long nowNanos) {
        termination = how;
        endNanos = nowNanos;
    }

    /** How many bytes passed, on the client's side. */
    protected final void bytes(long fromClient, long toClient) {
        bytesFromClient = fromClient;
        bytesToClient = toClient;
    }

    /** When it started, by the monotonic clock. */
    protected final long startedNanos() {
        return startedNanos;
    }

    @Override
    public final long startedAtMicros() {
        return startedAtMicros;
    }

    @Override
    public final int eventLoop() {
        return eventLoop;
    }

    @Override
    public final @Nullable RealServer server() {
        return attempt.current();
    }

    @Override
    public final int attempts() {
        return attempt.count();
    }

    @Override
    public final long bytesFromClient() {
        return bytesFromClient;
    }

    @Override
    public final long bytesToClient() {
        return bytesToClient;
    }

    @Override
    public final long assignedNanos() {
        return attempt.assignedNanos(startedNanos);
    }

    @Override
    public final long connectNanos() {
        return attempt.connectNanos();
    }

    @Override
    public final long firstByteNanos() {
        return attempt.firstByteNanos();
    }

    @Override
    public final long totalNanos() {
        return endNanos - startedNanos;
    }

    @Override
    public final Termination termination() {
        return termination;
    }
}

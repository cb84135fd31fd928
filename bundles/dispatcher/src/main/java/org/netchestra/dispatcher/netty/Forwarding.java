package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.core.config.Timeouts;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RequestSemantics;

/**
 * An exchange's way to a server and back: assigns one, passes the request on and the reply back, and tries another one when that
 * fails. Reused with its exchange; confined to its event loop.
 */
final class Forwarding implements ReplyReceiver {

    /** Times that other event loops may be quicker before the request waits. */
    private static final int MAX_PICKS = 3;

    private final Worker worker;
    private final Exchange exchange;
    private final Attempt attempt;
    private final PickQuery query;
    private final MessageHead reply = new MessageHead();
    private final ReplySemantics replySemantics = new ReplySemantics();
    private final QueuePlace place;
    private final GatheredBody gathered = new GatheredBody();

    private @Nullable UpstreamStream upstream;
    private @Nullable UpstreamStream connecting;
    private boolean replayable;
    private boolean continued;

    Forwarding(Worker worker, Exchange exchange, Attempt attempt, PickQuery query) {
        this.worker = worker;
        this.exchange = exchange;
        this.attempt = attempt;
        this.query = query;
        place = new QueuePlace(worker, exchange, this, attempt);
    }

    /** A request is coming. */
    void begin() {
        attempt.clear();
        replayable = true;
        continued = false;
    }

    /** Whether the server has asked for the body that the client holds back. */
    boolean isContinued() {
        return continued;
    }

    @Override
    public RequestSemantics request() {
        return exchange.request();
    }

    @Override
    public MessageHead reply() {
        return reply;
    }

    @Override
    public ReplySemantics replySemantics() {
        return replySemantics;
    }

    // The way of the request.

    /** Takes over a piece of the body while no server takes it; whether there is enough to bother one. */
    boolean gather(ByteBuf data) {
        gathered.add(data, request().contentLength());
        return gathered.isFull();
    }

    /** Takes over a piece of the body and passes it on. */
    void passOn(ByteBuf data) {
        replayable = false;
        gathered.release();
        exchange.deadline().progressed();
        upstream().requestData(data);
        if (!upstream().isWritable()) {
            exchange.hold(true);
        }
    }

    void requestEnd(MessageHead trailer) {
        upstream().requestEnd(trailer);
    }

    void flush() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** The client takes more of the reply again. */
    void downstreamWritable() {
        if (upstream != null) {
            exchange.deadline().progressed();
            upstream.setReading(true);
        }
    }

    boolean isWritable() {
        return upstream().isWritable();
    }

    void endTunnel() {
        upstream().endTunnel();
    }

    /** Assigns the request to the server that the policy picks, or lets it wait until one is free. */
    void assign() {
        if (place.isBehindOthers() && place.enter()) {
            return;
        }
        if (!isAssigned() && !place.enter() && !exchange.routing().beSorry()) {
            exchange.refuse(Refusal.NO_SERVER);
        }
    }

    /** Looks for a server, again when the one that was picked got its last exchange from another event loop; whether there is one. */
    private boolean isAssigned() {
        LiveServer picked = exchange.snapshot().pick(query);
        for (int tries = 1; picked != null && tries <= MAX_PICKS; tries++) {
            if (assign(picked, false)) {
                return true;
            }
            picked = exchange.snapshot().pick(query);
        }
        return false;
    }

    /** Whether the server could have one more exchange. */
    private boolean assign(LiveServer picked, boolean afresh) {
        long now = worker.nowNanos();
        if (!attempt.begin(exchange.snapshot(), picked, now)) {
            return false;
        }
        place.served(now);
        Timeouts timeouts = exchange.timeouts();
        UpstreamPool pool = worker.pool(picked);
        pool.configure(exchange.snapshot().spec(), exchange.virtualServer().upstreamSetup());
        ClientConnection client = exchange.downstream().connection();
        UpstreamStream open = afresh ? null : pool.take(request().isIdempotent(), client, now);
        if (open != null) {
            attempt.connected(now);
            upstream = open;
            pass(now);
        } else {
            connect(pool, timeouts.connect(), now);
        }
        return true;
    }

    private void connect(UpstreamPool pool, Duration timeout, long now) {
        exchange.enter(ExchangeState.CONNECTING);
        if (!exchange.isRequestComplete()) {
            exchange.hold(true);
        }
        // Netty's own timer ends the attempt; this one is the net below.
        exchange.deadline().await(timeout.multipliedBy(2), now);
        ClientConnection client = exchange.downstream().connection();
        connecting = pool.connect(this, client, (int) TimeUnit.NANOSECONDS.toMillis(timeout.toNanos()));
    }

    @Override
    public void connected(UpstreamStream connection) {
        connecting = null;
        long now = worker.nowNanos();
        attempt.connected(now);
        exchange.virtualServer().connected(server());
        upstream = connection;
        pass(now);
    }

    /** Passes on what has come of the request. */
    private void pass(long now) {
        boolean paused = exchange.state() == ExchangeState.CONNECTING || exchange.state() == ExchangeState.QUEUED;
        exchange.enter(ExchangeState.WAITING);
        reply.clear();
        UpstreamStream stream = upstream();
        stream.requestHead(
                this, exchange.requestHead(), request(), exchange.downstream().identity());
        gathered.passTo(stream);
        MessageHead trailer = exchange.requestTrailer();
        if (trailer != null) {
            stream.requestEnd(trailer);
        }
        exchange.deadline().progressed(now);
        stream.flush();
        if (paused) {
            exchange.hold(false);
        }
    }

    @Override
    public void upstreamWritable() {
        exchange.deadline().progressed();
        exchange.hold(false);
    }

    // The way of the reply.

    @Override
    public void replyStarted() {
        attempt.firstByte(worker.nowNanos());
    }

    @Override
    public void informational() {
        exchange.deadline().progressed();
        boolean isContinue = reply.status() == 100;
        continued |= isContinue;
        if (!isContinue || request().expectsContinue()) {
            exchange.downstream().informational(reply);
        }
    }

    @Override
    public void replyHead() {
        exchange.enter(ExchangeState.REPLYING);
        gathered.release();
        exchange.log().replied(reply.status());
        exchange.deadline().progressed();
        exchange.downstream().replyHead(reply, replySemantics);
    }

    @Override
    public void replyData(ByteBuf data) {
        exchange.deadline().progressed();
        DownstreamStream downstream = exchange.downstream();
        downstream.replyData(data);
        if (!downstream.isWritable() && upstream != null) {
            upstream.setReading(false);
        }
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        exchange.downstream().replyEnd(trailer);
        exchange.end(Termination.COMPLETE);
    }

    @Override
    public void flushDownstream() {
        exchange.downstream().flush();
    }

    @Override
    public void tunnelOpened() {
        exchange.enter(ExchangeState.TUNNEL);
        gathered.release();
        exchange.log().replied(101);
        exchange.deadline().progressed();
        exchange.downstream().openTunnel(reply);
    }

    @Override
    public void serverEndedTunnel() {
        if (exchange.state() == ExchangeState.TUNNEL && exchange.halfEndTunnel()) {
            exchange.downstream().endTunnel();
        }
    }

    // When an attempt fails.

    @Override
    public void connectFailed(Throwable cause) {
        connecting = null;
        exchange.virtualServer().connectFailed(exchange.routing().pool(), server());
        boolean late = cause instanceof ConnectTimeoutException;
        tryNext(late ? Refusal.CONNECT_TIMEOUT : Refusal.CONNECT_FAILED);
    }

    @Override
    public void replyMalformed() {
        upstream = null;
        if (exchange.state() == ExchangeState.REPLYING) {
            exchange.breakOff(Termination.SERVER_ABORT_REPLY);
        } else {
            exchange.refuse(Refusal.BAD_REPLY);
        }
    }

    @Override
    public void upstreamLost() {
        UpstreamStream lost = upstream;
        upstream = null;
        if (exchange.state() == ExchangeState.TUNNEL) {
            exchange.end(Termination.COMPLETE);
        } else if (exchange.state() == ExchangeState.REPLYING) {
            exchange.breakOff(Termination.SERVER_ABORT_REPLY);
        } else if (lost != null && replayable && request().isIdempotent()) {
            replay(lost);
        } else {
            exchange.refuse(Refusal.NO_REPLY);
        }
    }

    /** A connection that another exchange had used may have been closed meanwhile: that is not the server's failure. */
    private void replay(UpstreamStream lost) {
        LiveServer server = server();
        if (lost.isReused() && !lost.isReplyStarted()) {
            endAttempt(0, false, worker.nowNanos());
            retried();
            if (!assign(server, true)) {
                assign();
            }
        } else {
            tryNext(Refusal.NO_REPLY);
        }
    }

    private void tryNext(Refusal failure) {
        endAttempt(0, true, worker.nowNanos());
        attempt.exclude();
        boolean another =
                attempt.failures() < exchange.snapshot().spec().limits().attempts();
        if (another && (isAssigned() || place.enter())) {
            retried();
        } else if (!exchange.routing().beSorry()) {
            exchange.refuse(failure);
        }
    }

    /** Ends the attempt, if there is one, and gives its place at the server to the next who waits. */
    void endAttempt(int status, boolean failed, long nowNanos) {
        if (attempt.end(status, failed, nowNanos)) {
            exchange.routing().pool().waiting().callNext(server());
        }
    }

    private void retried() {
        exchange.virtualServer().handle().traffic().retried();
        exchange.routing().retried();
    }

    /**
     * Parts from the server.
     *
     * @param complete whether request and reply are whole, so that the connection can be used again
     */
    void end(boolean complete) {
        place.giveUp();
        gathered.release();
        UpstreamStream stream = upstream;
        upstream = null;
        if (stream != null && complete) {
            stream.release();
        } else if (stream != null) {
            stream.abort();
        }
        if (connecting != null) {
            connecting.abort();
            connecting = null;
        }
        reply.trim();
    }

    private UpstreamStream upstream() {
        return Present.in(upstream, "upstream");
    }

    private LiveServer server() {
        return Present.in(attempt.current(), "server");
    }
}

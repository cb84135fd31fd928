package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.Timeouts;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RequestKeys;
import org.netchestra.dispatcher.RequestSemantics;

/**
 * One request and its reply, on its way through the dispatcher.
 *
 * <p>Confined to the event loop that accepted the request; reused for other requests of that loop. It reads its virtual server's
 * snapshot once and goes by it to its end.
 */
final class Exchange implements PickRequest {

    private enum State {
        /** The head of the request is coming. */
        HEAD,
        /** The beginning of the request's body is gathered, so that a slow sender holds no server. */
        GATHERING,
        /** A connection to the assigned server is being made. */
        CONNECTING,
        /** The request is being passed on; the final reply has not begun. */
        WAITING,
        /** The reply is being passed on. */
        REPLYING,
        /** Bytes go both ways as they come. */
        TUNNEL,
        /** Over. */
        ENDED
    }

    /** A tunnel may be silent for longer than a body. */
    private static final long TUNNEL_IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Worker worker;
    private final MessageHead request = new MessageHead();
    private final RequestSemantics requestSemantics = new RequestSemantics();
    private final MessageHead reply = new MessageHead();
    private final ReplySemantics replySemantics = new ReplySemantics();
    private final RequestKeys keys = new RequestKeys(request, requestSemantics);
    private final GatheredBody gathered = new GatheredBody();
    private final Attempt attempt = new Attempt();
    private final ExchangeLog log = new ExchangeLog(request, attempt);

    private State state = State.ENDED;
    private @Nullable VirtualServer virtualServer;
    private @Nullable DownstreamStream downstream;
    private @Nullable Snapshot snapshot;
    private @Nullable UpstreamStream upstream;
    private @Nullable Http1Upstream connecting;
    private @Nullable MessageHead requestTrailer;
    private boolean counted;
    private boolean requestComplete;
    private boolean replayable;
    private boolean continued;
    private boolean tunnelHalfEnded;
    private long bodyBytes;
    private long deadlineNanos;
    private long pendingAtDeadline;

    Exchange(Worker worker) {
        this.worker = worker;
    }

    MessageHead requestHead() {
        return request;
    }

    RequestSemantics request() {
        return requestSemantics;
    }

    MessageHead reply() {
        return reply;
    }

    ReplySemantics replySemantics() {
        return replySemantics;
    }

    boolean isRequestComplete() {
        return requestComplete;
    }

    /** Whether the client's connection can carry another exchange as far as this one's request is concerned. */
    boolean isRequestOver() {
        return requestComplete || (requestSemantics.expectsContinue() && !continued);
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    // From the client.

    /** The first byte of a request has come. */
    void begin(VirtualServer server, DownstreamStream stream, long bytesReadBefore) {
        long now = worker.nowNanos();
        virtualServer = server;
        downstream = stream;
        state = State.HEAD;
        counted = false;
        requestComplete = false;
        replayable = true;
        continued = false;
        tunnelHalfEnded = false;
        pendingAtDeadline = Long.MAX_VALUE;
        bodyBytes = 0;
        requestTrailer = null;
        attempt.clear();
        log.begin(server.name(), stream, now, worker.wallMillis(now), bytesReadBefore);
        Snapshot current = server.snapshot();
        snapshot = current;
        deadlineNanos = now + timeouts().requestHead().toNanos();
    }

    /** The head is whole and sound. */
    void headComplete() {
        long now = worker.nowNanos();
        log.headComplete(now);
        snapshot = virtualServer().snapshot();
        count();
        long limit = snapshot().spec().limits().bodyBytes();
        if (limit > 0 && requestSemantics.contentLength() > limit) {
            refuse(Refusal.BODY_TOO_LARGE);
        } else if (requestSemantics.hasBody() && !requestSemantics.expectsContinue()) {
            state = State.GATHERING;
            deadlineNanos = now + timeouts().data().toNanos();
        } else if (requestSemantics.hasBody()) {
            assign();
        } else {
            state = State.GATHERING;
        }
    }

    /** Takes over a piece of the request's body. */
    void requestData(ByteBuf data) {
        bodyBytes += data.readableBytes();
        long limit = snapshot().spec().limits().bodyBytes();
        if (limit > 0 && bodyBytes > limit) {
            data.release();
            bodyTooLarge();
            return;
        }
        switch (state) {
            case GATHERING, CONNECTING -> gather(data);
            case WAITING, REPLYING, TUNNEL -> passOn(data);
            case HEAD, ENDED -> data.release();
        }
    }

    /** The request is whole; the trailer section may be empty. */
    void requestEnd(MessageHead trailer) {
        requestComplete = true;
        requestTrailer = trailer;
        if (state == State.GATHERING) {
            assign();
        } else if (state == State.WAITING || state == State.REPLYING) {
            upstream().requestEnd(trailer);
            deadlineNanos = worker.nowNanos() + timeouts().response().toNanos();
        }
    }

    /** The request's body is malformed. */
    void requestMalformed(Refusal refusal) {
        if (state == State.REPLYING) {
            breakOff(Termination.REQUEST_REFUSED);
        } else {
            refuse(refusal);
        }
    }

    /** The client is gone. */
    void clientLost() {
        end(clientAbort());
    }

    /** The client sends nothing more, but may still read. */
    void clientEnded() {
        if (state == State.TUNNEL) {
            endTunnel(true);
        } else if (!requestComplete) {
            downstream().abort();
            end(clientAbort());
        }
    }

    void downstreamWritable() {
        if (upstream != null && state != State.ENDED) {
            progressed();
            upstream.setReading(true);
        }
    }

    void flushUpstream() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    // From the server.

    void connected(Http1Upstream connection) {
        connecting = null;
        long now = worker.nowNanos();
        attempt.connected(now);
        virtualServer().connected(server());
        upstream = connection;
        pass(now);
    }

    void connectFailed(Throwable cause) {
        connecting = null;
        virtualServer().connectFailed(server());
        boolean late = cause instanceof ConnectTimeoutException;
        tryNext(late ? Refusal.CONNECT_TIMEOUT : Refusal.CONNECT_FAILED);
    }

    /** The first byte of a reply has come. */
    void replyStarted() {
        attempt.firstByte(worker.nowNanos());
    }

    /** An interim reply is in {@link #reply()}. */
    void informational() {
        progressed();
        boolean isContinue = reply.status() == 100;
        continued |= isContinue;
        if (!isContinue || requestSemantics.expectsContinue()) {
            downstream().informational(reply);
        }
    }

    /** The head of the final reply is in {@link #reply()}. */
    void replyHead() {
        state = State.REPLYING;
        gathered.release();
        log.replied(reply.status());
        progressed();
        downstream().replyHead(reply, replySemantics);
    }

    /** Takes over a piece of the reply's body. */
    void replyData(ByteBuf data) {
        progressed();
        downstream().replyData(data);
        if (!downstream().isWritable() && upstream != null) {
            upstream.setReading(false);
        }
    }

    /** The reply is whole; the trailer section may be empty. */
    void replyEnd(MessageHead trailer) {
        downstream().replyEnd(trailer);
        end(Termination.COMPLETE);
    }

    /** The server has switched protocols. */
    void tunnelOpened() {
        state = State.TUNNEL;
        gathered.release();
        log.replied(101);
        progressed();
        downstream().openTunnel(reply);
    }

    void serverEndedTunnel() {
        if (state == State.TUNNEL) {
            endTunnel(false);
        }
    }

    /** Passes the end of one direction on; the second one ends the tunnel. */
    private void endTunnel(boolean byClient) {
        if (tunnelHalfEnded) {
            end(Termination.COMPLETE);
            return;
        }
        tunnelHalfEnded = true;
        progressed();
        if (byClient) {
            upstream().endTunnel();
        } else {
            downstream().endTunnel();
        }
    }

    void replyMalformed() {
        upstream = null;
        if (state == State.REPLYING) {
            breakOff(Termination.SERVER_ABORT_REPLY);
        } else {
            refuse(Refusal.BAD_REPLY);
        }
    }

    /** The connection to the server is gone before the reply was whole. */
    void upstreamLost() {
        UpstreamStream lost = upstream;
        upstream = null;
        if (state == State.TUNNEL) {
            end(Termination.COMPLETE);
        } else if (state == State.REPLYING) {
            breakOff(Termination.SERVER_ABORT_REPLY);
        } else if (lost != null && replayable && requestSemantics.isIdempotent()) {
            replay(lost);
        } else {
            refuse(Refusal.NO_REPLY);
        }
    }

    void upstreamWritable() {
        progressed();
        downstream().setReading(true);
    }

    void flushDownstream() {
        if (downstream != null) {
            downstream.flush();
        }
    }

    // The way of the request.

    private void gather(ByteBuf data) {
        deadlineNanos =
                state == State.GATHERING ? worker.nowNanos() + timeouts().data().toNanos() : deadlineNanos;
        gathered.add(data, requestSemantics.contentLength());
        if (state == State.GATHERING && gathered.isFull()) {
            assign();
        }
    }

    private void passOn(ByteBuf data) {
        replayable = false;
        gathered.release();
        progressed();
        upstream().requestData(data);
        if (!upstream().isWritable()) {
            downstream().setReading(false);
        }
    }

    private void assign() {
        LiveServer picked = snapshot().pick(this);
        if (picked == null) {
            refuse(Refusal.NO_SERVER);
        } else {
            assign(picked, false);
        }
    }

    private void assign(LiveServer picked, boolean afresh) {
        long now = worker.nowNanos();
        attempt.begin(snapshot(), picked, now);
        UpstreamPool pool = worker.pool(picked);
        pool.configure(timeouts().upstreamIdle(), snapshot().spec().limits().upstreamIdle());
        Http1Upstream open = afresh ? null : pool.take(requestSemantics.isIdempotent(), now);
        if (open != null) {
            attempt.connected(now);
            upstream = open;
            pass(now);
            return;
        }
        state = State.CONNECTING;
        if (!requestComplete) {
            downstream().setReading(false);
        }
        long timeoutNanos = timeouts().connect().toNanos();
        // Netty's own timer ends the attempt; this one is the net below.
        deadlineNanos = now + 2 * timeoutNanos;
        connecting = pool.connect(this, (int) TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
    }

    /** Passes on what has come of the request. */
    private void pass(long now) {
        boolean paused = state == State.CONNECTING;
        state = State.WAITING;
        reply.clear();
        UpstreamStream stream = upstream();
        stream.requestHead(this, request, requestSemantics, downstream().identity());
        gathered.passTo(stream);
        if (requestComplete && requestTrailer != null) {
            stream.requestEnd(requestTrailer);
        }
        Timeouts timeouts = timeouts();
        deadlineNanos = now + (requestComplete ? timeouts.response() : timeouts.data()).toNanos();
        stream.flush();
        if (paused) {
            downstream().setReading(true);
        }
    }

    // When an attempt fails.

    private void tryNext(Refusal failure) {
        attempt.end(0, true, worker.nowNanos());
        attempt.exclude();
        LiveServer next = attempt.failures() < snapshot().spec().limits().attempts()
                ? snapshot().pick(this)
                : null;
        if (next == null) {
            refuse(failure);
        } else {
            virtualServer().handle().traffic().retried();
            assign(next, false);
        }
    }

    /** A connection that another exchange had used may have been closed meanwhile: that is not the server's failure. */
    private void replay(UpstreamStream lost) {
        LiveServer server = server();
        if (lost.isReused() && !lost.isReplyStarted()) {
            attempt.end(0, false, worker.nowNanos());
            virtualServer().handle().traffic().retried();
            assign(server, true);
        } else {
            tryNext(Refusal.NO_REPLY);
        }
    }

    // The end.

    /** Answers by itself, for a request whose head may be anything. */
    void refuse(Refusal refusal) {
        count();
        virtualServer().refused(refusal);
        log.replied(refusal.status());
        downstream().refuse(refusal);
        end(TerminationOf.refusal(refusal));
    }

    private void bodyTooLarge() {
        if (state == State.REPLYING) {
            breakOff(Termination.REQUEST_REFUSED);
        } else {
            refuse(Refusal.BODY_TOO_LARGE);
        }
    }

    /** Ends a reply that cannot be completed so that the client cannot take it for whole. */
    private void breakOff(Termination how) {
        downstream().abort();
        end(how);
    }

    /** The dispatcher stops and waits no longer. */
    void stop() {
        downstream().abort();
        end(Termination.STOPPED);
    }

    void onDeadline(long now) {
        long pending = downstream().pendingBytes();
        if (pending > 0 && pending < pendingAtDeadline) {
            pendingAtDeadline = pending;
            progressed();
            return;
        }
        switch (state) {
            case HEAD -> refuse(Refusal.HEAD_TIMEOUT);
            case GATHERING -> refuse(Refusal.BODY_TIMEOUT);
            case CONNECTING -> refuse(Refusal.CONNECT_TIMEOUT);
            case WAITING ->
                refuse(requestComplete || !upstream().isWritable() ? Refusal.REPLY_TIMEOUT : Refusal.BODY_TIMEOUT);
            case REPLYING -> breakOff(pending > 0 ? Termination.CLIENT_TIMEOUT_DATA : Termination.SERVER_TIMEOUT_DATA);
            case TUNNEL -> breakOff(Termination.CLIENT_TIMEOUT_DATA);
            case ENDED -> {}
        }
    }

    private void progressed() {
        Timeouts timeouts = timeouts();
        long wait = switch (state) {
            case TUNNEL -> tunnelHalfEnded ? timeouts.data().toNanos() : TUNNEL_IDLE_NANOS;
            case WAITING -> (requestComplete ? timeouts.response() : timeouts.data()).toNanos();
            default -> timeouts.data().toNanos();
        };
        deadlineNanos = worker.nowNanos() + wait;
    }

    private Termination clientAbort() {
        return switch (state) {
            case HEAD, GATHERING -> Termination.CLIENT_ABORT_REQUEST;
            case REPLYING -> Termination.CLIENT_ABORT_REPLY;
            case TUNNEL -> Termination.COMPLETE;
            default -> requestComplete ? Termination.CLIENT_ABORT_WAITING : Termination.CLIENT_ABORT_REQUEST;
        };
    }

    private void count() {
        if (!counted) {
            counted = true;
            virtualServer().handle().traffic().began();
        }
    }

    private void end(Termination how) {
        if (state == State.ENDED) {
            return;
        }
        boolean complete = how == Termination.COMPLETE && requestComplete && state == State.REPLYING;
        state = State.ENDED;
        long now = worker.nowNanos();
        partFromUpstream(complete);
        gathered.release();
        attempt.end(log.status(), how.serverFailure(), now);
        DownstreamStream stream = downstream();
        VirtualServer server = virtualServer();
        log.end(stream, how, now);
        record(server, how);
        downstream = null;
        virtualServer = null;
        snapshot = null;
        request.trim();
        reply.trim();
        worker.giveBack(this);
        stream.exchangeEnded();
    }

    private void partFromUpstream(boolean complete) {
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
    }

    private void record(VirtualServer server, Termination how) {
        if (!counted) {
            return;
        }
        var traffic = server.handle().traffic();
        traffic.transferred(log.bytesFromClient(), log.bytesToClient());
        boolean replied = how == Termination.COMPLETE && log.status() != 101;
        traffic.ended(
                log.status(), how.serverFailure() || how == Termination.NO_SERVER, replied ? log.totalNanos() : -1);
        server.listener().onEnd(log);
    }

    // What policies ask.

    @Override
    public boolean excludes(RealServer server) {
        return attempt.excludes(server);
    }

    @Override
    public long nowNanos() {
        return worker.nowNanos();
    }

    @Override
    public boolean readKey(KeySource source, RequestKey into) {
        return keys.read(source, "http", into)
                || Clients.readKey(downstream().clientAddress(), downstream().localAddress(), source, into);
    }

    @Override
    public String id() {
        String id = request.value("x-request-id");
        return id == null ? "" : id;
    }

    @Override
    public String summary() {
        return request.method() + " " + request.target();
    }

    private VirtualServer virtualServer() {
        return present(virtualServer, "virtual server");
    }

    private DownstreamStream downstream() {
        return present(downstream, "downstream");
    }

    private Snapshot snapshot() {
        return present(snapshot, "snapshot");
    }

    private UpstreamStream upstream() {
        return present(upstream, "upstream");
    }

    private LiveServer server() {
        return present(attempt.current(), "server");
    }

    private Timeouts timeouts() {
        return snapshot().spec().timeouts();
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException(name + ": none (expected: one in this state)");
        }
        return value;
    }
}

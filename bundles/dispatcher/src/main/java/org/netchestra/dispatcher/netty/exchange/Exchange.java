package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.core.config.DataPath;
import org.netchestra.core.config.Timeouts;
import org.netchestra.core.control.Snapshot;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * One request and its reply, on its way through the dispatcher: what the client does, and how it ends. What servers do is
 * {@link Forwarding}'s.
 *
 * <p>Confined to the event loop that accepted the request; reused for other requests of that loop. It reads its virtual server's
 * snapshot once and goes by it to its end.
 */
public final class Exchange {

    private static final MessageHead NO_TRAILER = new MessageHead();

    private final Exchanges exchanges;
    private final Worker worker;
    private final MessageHead request = new MessageHead();
    private final RequestSemantics requestSemantics = new RequestSemantics();
    private final Attempt attempt = new Attempt();
    private final ExchangeLog log = new ExchangeLog(request, requestSemantics.requestId(), attempt);
    private final ExchangeDeadline deadline;
    private final Forwarding forwarding;
    private final ExchangeRouting routing;
    private final Allowance allowance;
    private final Requester requester;
    private final Admission admission;
    private final ExchangeExpiry expiry;
    private final OwnAnswer ownAnswer;
    private final ExchangeCount count = new ExchangeCount();

    private ExchangeState state = ExchangeState.ENDED;
    private @Nullable VirtualServer virtualServer;
    private @Nullable DownstreamStream downstream;
    private @Nullable Snapshot snapshot;
    private @Nullable MessageHead requestTrailer;
    private boolean tunnelHalfEnded;

    /** @param exchanges those of its event loop, where it goes back when it has ended */
    public Exchange(Exchanges exchanges) {
        this.exchanges = exchanges;
        worker = exchanges.worker();
        deadline = new ExchangeDeadline(worker, this);
        forwarding = new Forwarding(exchanges, this, attempt, new PickQuery(worker, this, attempt));
        routing = new ExchangeRouting(this, forwarding);
        allowance = new Allowance(worker);
        requester = new Requester(worker, this);
        admission = new Admission(worker, this, forwarding);
        expiry = new ExchangeExpiry(this, forwarding);
        ownAnswer = new OwnAnswer(this, forwarding, count);
    }

    /** Where the head of the request is put. */
    public MessageHead requestHead() {
        return request;
    }

    /** What the request means, once its head is complete. */
    public RequestSemantics request() {
        return requestSemantics;
    }

    ExchangeState state() {
        return state;
    }

    void enter(ExchangeState next) {
        state = next;
        if (next == ExchangeState.TUNNEL) {
            allowance.lift();
        }
    }

    ExchangeDeadline deadline() {
        return deadline;
    }

    Requester requester() {
        return requester;
    }

    ExchangeRouting routing() {
        return routing;
    }

    ExchangeLog log() {
        return log;
    }

    /** Whether the last byte of the request has come. */
    public boolean isRequestComplete() {
        return requestTrailer != null;
    }

    /** The trailer of a request that is whole. */
    @Nullable
    MessageHead requestTrailer() {
        return requestTrailer;
    }

    boolean isTunnelHalfEnded() {
        return tunnelHalfEnded;
    }

    /** Whether the client's connection can carry another exchange as far as this one's request is concerned. */
    public boolean isRequestOver() {
        return isRequestComplete()
                || (requestSemantics.expectsContinue() && !forwarding.delivery().isContinued());
    }

    /** When {@link #onDeadline} is due, on the monotonic clock; changes with every step. */
    public long deadlineNanos() {
        return Math.min(deadline.nanos(), allowance.deadlineNanos());
    }

    /** What the journal speaks to this exchange through, from now on. */
    public EntryLine line() {
        return new EntryLine(worker.loop(), forwarding);
    }

    /** How long the first byte of a reply is waited for. */
    long replyWaitNanos() {
        return forwarding.failOver().replyWaitNanos();
    }

    /** Takes what is in force now: for another attempt, because servers come and go while a request waits. */
    void renewSnapshot() {
        snapshot = routing.pool().current();
    }

    // From the client.

    /** The first byte of a request has come. */
    public void begin(VirtualServer server, DownstreamStream stream, long bytesReadBefore) {
        long now = worker.nowNanos();
        virtualServer = server;
        downstream = stream;
        state = ExchangeState.HEAD;
        tunnelHalfEnded = false;
        requestTrailer = null;
        forwarding.begin();
        log.begin(server.name(), stream, worker, now, bytesReadBefore);
        snapshot = server.snapshot();
        count.begin(stream.isRoute() && snapshot().spec().path() == DataPath.CAMEL);
        routing.begin(server);
        allowance.begin();
        requestSemantics.requestId().clear();
        deadline.begin(timeouts().requestHead(), now);
    }

    /** The head is whole and sound. */
    public void headComplete() {
        long now = worker.nowNanos();
        log.headComplete(now);
        snapshot = virtualServer().snapshot();
        count.began(virtualServer());
        requester.read();
        if (requestSemantics.isLastHop()) {
            ownAnswer.answer(LocalReply.lastHop(request));
        } else if ((count.isInner() || admission.isWithinRate(now)) && (isRouted() || routing.route())) {
            allowance.limit(timeouts().exchange(), log.firstByteOfRequestNanos(), !request.isGrpc());
            admission.admit(now);
        }
    }

    /** Lets the request's body come, or holds it back. */
    void hold(boolean back) {
        downstream().setReading(!back);
        allowance.held(back);
    }

    /** Goes by another snapshot: that of the pool the request belongs to, or a newer one when nothing was done by the old one. */
    void follow(Snapshot ofPool) {
        snapshot = ofPool;
    }

    /**
     * Goes on with a request that was in flight when the dispatcher died; nobody waits for its reply.
     *
     * @param preferred the server that had it; empty for none
     */
    public void resume(
            VirtualServer server,
            DownstreamStream nobody,
            ExchangeJournal journal,
            JournalEntry entry,
            EntryLine owner,
            String preferred) {
        begin(server, nobody, 0);
        long now = worker.nowNanos();
        forwarding.safekeeping().resume(journal, entry, owner, now);
        if (!RecoverableHead.read(entry.reader().head(), request)
                || requestSemantics.read(request, nobody.identity().isTrusted()) != null) {
            breakOff(Termination.REQUEST_REFUSED);
            return;
        }
        log.headComplete(now);
        count.began(virtualServer());
        requester.read();
        requestTrailer = NO_TRAILER;
        if (routing.route()) {
            forwarding.failOver().resume(preferred);
        }
    }

    /** Takes over a piece of the request's body. */
    public void requestData(ByteBuf data) {
        if (allowance.isTooLarge(data.readableBytes(), snapshot().spec().limits(), state)) {
            data.release();
            refuseOrBreakOff(Refusal.BODY_TOO_LARGE);
        } else {
            forwarding.body().take(data);
        }
    }

    /** Lets the request's body pass within the kernel; null when it must be kept, or the bytes must be seen. */
    public @Nullable Splice spliceRequest(SocketChannel client, SplicedBody body) {
        return forwarding.body().splice(client, body);
    }

    /** So many bytes of the request's body have passed; their declared number was within the limit. */
    public void requestPassed(int bytes) {
        allowance.received(bytes, snapshot().spec().limits());
        deadline.progressed();
    }

    /** The request is whole; the trailer section may be empty. */
    public void requestEnd(MessageHead trailer) {
        requestTrailer = trailer;
        allowance.bodyComplete();
        forwarding.body().end(trailer);
        switch (state) {
            case GATHERING -> forwarding.failOver().assign();
            case WAITING, HOLDING -> deadline.progressed();
            case REPLYING -> deadline.await(timeouts().response(), worker.nowNanos());
            default -> {}
        }
    }

    /** The request's body is malformed. */
    public void requestMalformed(Refusal refusal) {
        refuseOrBreakOff(refusal);
    }

    /** The client is gone. */
    public void clientLost() {
        end(TerminationOf.clientAbort(state, isRequestComplete()));
    }

    /** The client sends nothing more, but may still read. */
    public void clientEnded() {
        if (state == ExchangeState.TUNNEL) {
            if (halfEndTunnel()) {
                forwarding.endTunnel();
            }
        } else if (!isRequestComplete()) {
            breakOff(TerminationOf.clientAbort(state, false));
        }
    }

    /** Notes the end of one direction; false when it was the second one, which ends the tunnel. */
    boolean halfEndTunnel() {
        if (tunnelHalfEnded) {
            end(Termination.COMPLETE);
            return false;
        }
        tunnelHalfEnded = true;
        deadline.progressed();
        return true;
    }

    /** The client takes more of the reply again. */
    public void downstreamWritable() {
        forwarding.downstreamWritable();
    }

    /** A part of the reply's body has moved without passing through here. */
    public void replyMoved() {
        if (state == ExchangeState.REPLYING) {
            deadline.progressed();
        }
    }

    /** Nothing more of the request has come for now. */
    public void flushUpstream() {
        forwarding.flush();
    }

    /** The time for what was awaited is over. */
    public void onDeadline(long now) {
        Refusal exceeded = allowance.exceeded(now);
        if (exceeded != null) {
            refuseOrBreakOff(exceeded);
        } else {
            expiry.at(now);
        }
    }

    /** The dispatcher stops and waits no longer. */
    public void stop() {
        breakOff(Termination.STOPPED);
    }

    // The end.

    /** Answers by itself, for a request whose head may be anything. */
    public void refuse(Refusal refusal) {
        ownAnswer.refuse(refusal, TerminationOf.refusal(refusal));
    }

    /** What the dispatcher says in the place of a server. */
    OwnAnswer ownAnswer() {
        return ownAnswer;
    }

    private void refuseOrBreakOff(Refusal refusal) {
        if (state == ExchangeState.REPLYING) {
            routing.refused(refusal);
            log.refused(refusal.label());
            breakOff(TerminationOf.refusal(refusal));
        } else {
            refuse(refusal);
        }
    }

    /** Ends a reply that cannot be completed so that the client cannot take it for whole. */
    void breakOff(Termination how) {
        downstream().abort();
        end(how);
    }

    /** Whether the request takes a route, which may ask the servers on the client's behalf. */
    boolean isRouted() {
        return snapshot().spec().path() == DataPath.CAMEL && !downstream().isRoute();
    }

    void end(Termination how) {
        if (state == ExchangeState.ENDED) {
            return;
        }
        boolean complete = how == Termination.COMPLETE && isRequestComplete() && state == ExchangeState.REPLYING;
        state = ExchangeState.ENDED;
        long now = worker.nowNanos();
        forwarding.end(complete, how, now);
        forwarding.endAttempt(log.status(), how.serverFailure(), now);
        DownstreamStream stream = downstream();
        VirtualServer server = virtualServer();
        log.end(stream, how, now);
        count.record(server, log, routing, how);
        downstream = null;
        virtualServer = null;
        snapshot = null;
        request.trim();
        exchanges.giveBack(this);
        stream.exchangeEnded();
    }

    VirtualServer virtualServer() {
        return requireNonNull(virtualServer, "virtual server");
    }

    DownstreamStream downstream() {
        return requireNonNull(downstream, "downstream");
    }

    Snapshot snapshot() {
        return requireNonNull(snapshot, "snapshot");
    }

    Timeouts timeouts() {
        return snapshot().spec().timeouts();
    }
}

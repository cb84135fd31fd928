package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.core.config.FailSafeSpec;
import org.netchestra.core.config.FailSafeSpec.Confirm;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RequestSemantics;

/**
 * An exchange's way to a server and back: passes the request on and the reply back. What follows when that fails is
 * {@link FailOver}'s. Reused with its exchange; confined to its event loop.
 */
final class Forwarding implements ReplyReceiver, BodyFeed.Owner {

    private static final MessageHead NO_TRAILER = new MessageHead();

    private final Worker worker;
    private final Exchange exchange;
    private final Attempt attempt;
    private final ExchangeAffinity affinity;
    private final QueuePlace place;
    private final GatheredBody gathered = new GatheredBody();
    private final HeldReply held = new HeldReply();
    private final Safekeeping safekeeping;
    private final FailOver failOver;
    private final ExchangeTransaction transaction;

    private MessageHead reply = new MessageHead();
    private ReplySemantics replySemantics = new ReplySemantics();
    private @Nullable UpstreamStream upstream;
    private @Nullable UpstreamStream connecting;
    private @Nullable BodyFeed feed;
    private @Nullable TransactionRebuild rebuilding;
    private @Nullable ByteBuf heldBack;
    private @Nullable MessageHead heldTrailer;
    private boolean continued;
    private boolean onlyAfresh;

    Forwarding(Worker worker, Exchange exchange, Attempt attempt, PickQuery query) {
        this.worker = worker;
        this.exchange = exchange;
        this.attempt = attempt;
        affinity = new ExchangeAffinity(worker, exchange, query, attempt);
        place = new QueuePlace(worker, exchange, this, attempt, affinity);
        transaction = new ExchangeTransaction(worker, exchange, attempt);
        safekeeping = new Safekeeping(exchange, this, gathered, () -> new EntryLine(worker.loop(), this));
        failOver = new FailOver(worker, exchange, this, attempt, query, safekeeping, place, affinity);
    }

    /** A request is coming. */
    void begin() {
        attempt.clear();
        safekeeping.begin();
        transaction.begin();
        failOver.begin();
        continued = false;
        affinity.begin();
    }

    ExchangeAffinity affinity() {
        return affinity;
    }

    /**
     * The request's head is whole. Answers it, if an earlier one with its idempotency key tells how.
     *
     * @param journal null when nothing is kept
     */
    boolean answeredBefore(@Nullable ExchangeJournal journal, long now) {
        EarlierOutcome earlier = safekeeping.headComplete(journal, now);
        if (earlier == null) {
            return false;
        }
        StoredReply stored = earlier.reply();
        switch (earlier.kind()) {
            case IN_PROGRESS -> exchange.refuse(Refusal.KEY_IN_PROGRESS);
            case MISMATCH -> exchange.refuse(Refusal.KEY_MISMATCH);
            case UNKNOWN -> exchange.refuse(Refusal.OUTCOME_UNKNOWN);
            case STORED -> {
                if (stored == null
                        || !StoredReplies.read(
                                stored, reply, replySemantics, request().isHead())) {
                    exchange.refuse(Refusal.OUTCOME_UNKNOWN);
                } else {
                    held.add(Unpooled.wrappedBuffer(stored.body()));
                    answer(reply, replySemantics, held);
                }
            }
        }
        return true;
    }

    Safekeeping safekeeping() {
        return safekeeping;
    }

    ExchangeTransaction transaction() {
        return transaction;
    }

    FailOver failOver() {
        return failOver;
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
        if (safekeeping.isInJournal()) {
            safekeeping.passing(data);
            data.release();
            return true;
        }
        safekeeping.gathering(data);
        gathered.add(data, request().contentLength());
        return gathered.isFull();
    }

    /** Takes over a piece of the body and passes it on. */
    void passOn(ByteBuf data) {
        exchange.deadline().progressed();
        if (exchange.state() == ExchangeState.TUNNEL) {
            upstream().requestData(data);
        } else {
            passOnKept(data);
        }
        updateReading();
    }

    private void passOnKept(ByteBuf data) {
        safekeeping.passing(data);
        if (feed != null) {
            // It comes from the journal, behind what came before it.
            data.release();
        } else if (safekeeping.isDurable()) {
            // The last piece waits until the request is stored as whole: so a server cannot act on what nobody knows
            // of.
            passOnHeldBack();
            heldBack = data;
        } else {
            upstream().requestData(data);
        }
    }

    private void passOnHeldBack() {
        ByteBuf piece = heldBack;
        heldBack = null;
        if (piece != null) {
            upstream().requestData(piece);
        }
    }

    void requestEnd(MessageHead trailer) {
        if (safekeeping.whole() && feed == null && upstream != null) {
            endRequest(upstream, trailer);
        }
    }

    private void endRequest(UpstreamStream stream, MessageHead trailer) {
        passOnHeldBack();
        stream.requestEnd(trailer);
        safekeeping.sentAll();
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
        return feed == null && upstream().isWritable();
    }

    void endTunnel() {
        upstream().endTunnel();
    }

    /** Hands the request to the virtual server's route. */
    void takeRoute() {
        UpstreamStream route =
                exchange.virtualServer().route(worker, exchange.downstream().connection());
        if (route == null) {
            exchange.refuse(Refusal.NO_ROUTE);
        } else {
            upstream = route;
            pass(worker.nowNanos());
        }
    }

    /**
     * Assigns the request to a server.
     *
     * @param afresh whether only a new connection will do
     * @return whether the server could have one more exchange
     */
    boolean assign(LiveServer picked, boolean afresh) {
        long now = worker.nowNanos();
        if (!attempt.begin(exchange.snapshot(), picked, now)) {
            return false;
        }
        place.served(now);
        safekeeping.assigned(picked.name());
        List<KeptStep> steps = transaction.rebuild();
        if (!steps.isEmpty()) {
            onlyAfresh = afresh;
            rebuild(picked, steps);
        } else {
            store(picked, afresh, now);
        }
        return true;
    }

    private void rebuild(LiveServer picked, List<KeptStep> steps) {
        exchange.enter(ExchangeState.REBUILDING);
        holdBody();
        TransactionRebuild started =
                new TransactionRebuild(worker, exchange, this, transaction, configuredPool(picked), steps);
        rebuilding = started;
        started.next();
    }

    /** The server knows what it has to know of the transaction. */
    void rebuilt() {
        rebuilding = null;
        store(server(), onlyAfresh, worker.nowNanos());
    }

    /** Goes on when the journal has stored that the request is sent. */
    private void store(LiveServer picked, boolean afresh, long now) {
        if (safekeeping.isDurable() && !safekeeping.sending()) {
            onlyAfresh = afresh;
            exchange.enter(ExchangeState.STORING);
            holdBody();
            exchange.deadline().await(exchange.timeouts().data(), now);
        } else {
            reach(picked, afresh, now);
        }
    }

    private void holdBody() {
        if (!exchange.isRequestComplete()) {
            exchange.hold(true);
        }
    }

    /** What the journal was asked to store is stored. */
    void stored() {
        if (!safekeeping.stored()) {
            return;
        }
        switch (exchange.state()) {
            case STORING -> storedInTime();
            case WAITING -> {
                MessageHead trailer = exchange.requestTrailer();
                if (trailer != null && feed == null && upstream != null) {
                    endRequest(upstream, trailer);
                    upstream.flush();
                }
            }
            case HOLDING -> {
                if (held.purpose() == HeldReply.Purpose.STORE) {
                    letGoStored();
                }
            }
            default -> {}
        }
    }

    /** The request is stored, or the disk takes longer than anybody should wait for. */
    void storedInTime() {
        reach(server(), onlyAfresh, worker.nowNanos());
    }

    private void reach(LiveServer picked, boolean afresh, long now) {
        UpstreamPool pool = configuredPool(picked);
        ClientConnection client = exchange.downstream().connection();
        UpstreamStream open = afresh ? null : pool.take(request().isIdempotent(), client, now);
        if (open != null) {
            attempt.connected(now);
            upstream = open;
            pass(now);
        } else {
            connect(pool, exchange.timeouts().connect(), now);
        }
    }

    private UpstreamPool configuredPool(LiveServer picked) {
        UpstreamPool pool = worker.pool(picked);
        pool.configure(
                exchange.snapshot().spec(), exchange.virtualServer().plan().upstream());
        return pool;
    }

    private void connect(UpstreamPool pool, Duration timeout, long now) {
        exchange.enter(ExchangeState.CONNECTING);
        holdBody();
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
        exchange.enter(ExchangeState.WAITING);
        reply.clear();
        transaction.describe(exchange.requestHead(), safekeeping.attempts());
        UpstreamStream stream = upstream();
        var unused = safekeeping.sending();
        stream.requestHead(
                this, exchange.requestHead(), request(), exchange.downstream().identity());
        if (safekeeping.isInJournal()) {
            BodyFeed replay = new BodyFeed(worker, this, stream, safekeeping.reader());
            feed = replay;
            replay.pull();
        } else {
            gathered.passTo(stream);
            MessageHead trailer = exchange.requestTrailer();
            if (trailer != null) {
                endRequest(stream, trailer);
            }
        }
        exchange.deadline().progressed(now);
        stream.flush();
        updateReading();
    }

    /** A piece of the kept body goes to the server. */
    @Override
    public void feeding() {
        exchange.deadline().progressed();
    }

    /** The kept body is sent. */
    @Override
    public void fed() {
        feed = null;
        MessageHead trailer = exchange.requestTrailer();
        if (trailer != null && upstream != null) {
            endRequest(upstream, trailer);
            exchange.deadline().progressed();
            upstream.flush();
        }
    }

    /** The kept body cannot be read. */
    @Override
    public void bodyLost() {
        feed = null;
        failOver.fail(FailureCause.RESET, Refusal.NO_REPLY);
    }

    @Override
    public void upstreamWritable() {
        exchange.deadline().progressed();
        if (feed != null) {
            feed.pull();
        }
        updateReading();
    }

    /** The step before this one of the transaction is over. */
    void turnCame() {
        if (exchange.state() == ExchangeState.LINED_UP) {
            exchange.renewSnapshot();
            failOver.assign();
        }
    }

    /** The journal takes more of the body again. */
    void journalWritable() {
        safekeeping.becameWritable();
        updateReading();
    }

    /** Lets the client send while there is somewhere to put it. */
    private void updateReading() {
        UpstreamStream stream = upstream;
        if (stream != null && !exchange.isRequestComplete()) {
            boolean tunnel = exchange.state() == ExchangeState.TUNNEL;
            boolean taken = feed != null || stream.isWritable();
            exchange.hold(!taken || (!tunnel && !safekeeping.isWritable()));
        } else if (stream != null && exchange.state() == ExchangeState.TUNNEL) {
            exchange.hold(!stream.isWritable());
        }
    }

    // The way of the reply.

    @Override
    public void replyStarted() {
        attempt.firstByte(worker.nowNanos());
        safekeeping.replyBegan();
    }

    @Override
    public void informational() {
        exchange.deadline().progressed();
        boolean isContinue = reply.status() == 100;
        boolean known = isContinue && (continued || !request().expectsContinue());
        continued |= isContinue;
        if (!known) {
            exchange.downstream().informational(reply);
        }
    }

    @Override
    public void replyHead() {
        if (failOver.isFailure(reply.status())) {
            hold(HeldReply.Purpose.LAST_ANSWER);
        } else if (confirmsWhole()) {
            hold(HeldReply.Purpose.CONFIRM);
        } else {
            deliver(null);
        }
    }

    private void hold(HeldReply.Purpose purpose) {
        held.begin(purpose);
        exchange.enter(ExchangeState.HOLDING);
        exchange.deadline().progressed();
    }

    /** Whether the reply is held until it is whole: if that is wanted, and it is none that is meant to be read as it comes. */
    private boolean confirmsWhole() {
        FailSafeSpec spec = exchange.snapshot().spec().failSafe();
        return (spec.confirm() == Confirm.WHOLE || safekeeping.isKeyed())
                && safekeeping.isKeeping()
                && replySemantics.contentLength() <= spec.confirmMaxBytes()
                && !reply.isEventStream();
    }

    /**
     * Passes the reply's head on, as soon as it is stored that it goes out.
     *
     * @param whole the body if it is here whole, or null
     * @return whether it is out
     */
    private boolean deliver(@Nullable HeldReply whole) {
        if (safekeeping.delivering(reply, whole)) {
            deliverHead();
            return true;
        }
        hold(HeldReply.Purpose.STORE);
        return false;
    }

    private void deliverHead() {
        exchange.enter(ExchangeState.REPLYING);
        gathered.release();
        exchange.log().replied(reply.status());
        exchange.deadline().progressed();
        transaction.replied(reply);
        if (failOver.isAtLeastOnce()) {
            reply.set("Netchestra-Replay", "at-least-once");
        }
        affinity.replied(reply);
        exchange.downstream().replyHead(reply, replySemantics);
    }

    @Override
    public void replyData(ByteBuf data) {
        exchange.deadline().progressed();
        if (exchange.state() == ExchangeState.HOLDING) {
            held.add(data);
            if (held.bytes() > exchange.snapshot().spec().failSafe().confirmMaxBytes()) {
                heldTooMuch();
            }
        } else {
            exchange.downstream().replyData(data);
        }
        boolean waits = held.purpose() == HeldReply.Purpose.STORE && held.bytes() > 0;
        if ((waits || !exchange.downstream().isWritable()) && upstream != null) {
            upstream.setReading(false);
        }
    }

    /** From here on it streams, and says so. */
    private void heldTooMuch() {
        if (held.purpose() != HeldReply.Purpose.STORE) {
            exchange.virtualServer().unconfirmed();
            reply.set("Netchestra-Confirm", "head");
            letGo(null);
        }
    }

    /** Passes on what was held; false when that must wait until it is stored. */
    private boolean letGo(@Nullable HeldReply whole) {
        if (!deliver(whole)) {
            return false;
        }
        held.passTo(exchange.downstream());
        return true;
    }

    private void letGoStored() {
        MessageHead trailer = heldTrailer;
        deliverHead();
        held.passTo(exchange.downstream());
        if (trailer != null) {
            heldTrailer = null;
            exchange.downstream().replyEnd(trailer);
            exchange.end(Termination.COMPLETE);
        } else if (upstream != null) {
            exchange.downstream().flush();
            upstream.setReading(true);
        }
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        if (exchange.state() == ExchangeState.HOLDING) {
            if (held.purpose() == HeldReply.Purpose.LAST_ANSWER) {
                failedByAnswer();
                return;
            }
            if (held.purpose() == HeldReply.Purpose.STORE || !letGo(held)) {
                heldTrailer = trailer;
                return;
            }
        }
        exchange.downstream().replyEnd(trailer);
        exchange.end(Termination.COMPLETE);
    }

    private void failedByAnswer() {
        UpstreamStream answered = upstream;
        if (answered != null && exchange.isRequestComplete() && feed == null) {
            upstream = null;
            answered.release();
        }
        MessageHead head = reply;
        ReplySemantics semantics = replySemantics;
        reply = new MessageHead();
        replySemantics = new ReplySemantics();
        failOver.failedByAnswer(head, semantics, held);
    }

    /** Answers with what a server said before. */
    void answer(MessageHead head, ReplySemantics semantics, HeldReply body) {
        reply = head;
        replySemantics = semantics;
        deliverHead();
        body.passTo(exchange.downstream());
        exchange.downstream().replyEnd(NO_TRAILER);
        exchange.end(Termination.COMPLETE);
    }

    @Override
    public void flushDownstream() {
        exchange.downstream().flush();
    }

    @Override
    public void tunnelOpened() {
        exchange.enter(ExchangeState.TUNNEL);
        var unused = safekeeping.delivering(reply, null);
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
        failOver.fail(FailureCause.CONNECT_FAILED, late ? Refusal.CONNECT_TIMEOUT : Refusal.CONNECT_FAILED);
    }

    /** A reply that was held came no further. */
    void replyStopped() {
        failOver.fail(FailureCause.TIMEOUT, Refusal.REPLY_TIMEOUT);
    }

    /** Nothing has come of connecting. */
    void connectLate() {
        failOver.fail(FailureCause.CONNECT_FAILED, Refusal.CONNECT_TIMEOUT);
    }

    @Override
    public void replyMalformed() {
        upstream = null;
        if (exchange.state() == ExchangeState.REPLYING) {
            torn(FailureCause.GARBLED);
        } else {
            failOver.fail(FailureCause.GARBLED, Refusal.BAD_REPLY);
        }
    }

    @Override
    public void upstreamLost() {
        UpstreamStream gone = upstream;
        upstream = null;
        switch (exchange.state()) {
            case TUNNEL -> exchange.end(Termination.COMPLETE);
            case REPLYING -> torn(FailureCause.TRUNCATED);
            case HOLDING -> {
                if (heldTrailer == null) {
                    failOver.fail(FailureCause.TRUNCATED, Refusal.NO_REPLY);
                }
            }
            default -> {
                if (gone != null && isStale(gone)) {
                    sendAgain();
                } else {
                    failOver.fail(FailureCause.RESET, Refusal.NO_REPLY);
                }
            }
        }
    }

    /** An operator wants another server. */
    void interrupted() {
        switch (exchange.state()) {
            case REBUILDING, STORING, CONNECTING, WAITING, HOLDING ->
                failOver.fail(FailureCause.OPERATOR, Refusal.NO_REPLY);
            case REPLYING -> torn(FailureCause.OPERATOR);
            default -> {}
        }
    }

    private void torn(FailureCause cause) {
        safekeeping.torn(cause, worker.nowNanos());
        exchange.breakOff(Termination.SERVER_ABORT_REPLY);
    }

    /** Whether it is the connection that failed, and no server: one that another exchange had used may have been closed meanwhile. */
    private boolean isStale(UpstreamStream gone) {
        return gone.isReused() && !gone.isReplyStarted() && request().isIdempotent() && safekeeping.isKept();
    }

    private void sendAgain() {
        LiveServer server = server();
        endAttempt(0, false, worker.nowNanos());
        failOver.retried();
        closeFeed();
        if (!assign(server, true)) {
            failOver.assign();
        }
    }

    /** Ends the attempt, if there is one, and gives its place at the server to the next who waits. */
    void endAttempt(int status, boolean failed, long nowNanos) {
        if (attempt.end(status, failed, nowNanos)) {
            exchange.routing().pool().waiting().callNext(server());
        }
    }

    /** Lets go of a server that failed. */
    void partFromServer() {
        closeFeed();
        if (rebuilding != null) {
            rebuilding.close();
            rebuilding = null;
        }
        held.clear();
        heldTrailer = null;
        if (heldBack != null) {
            heldBack.release();
            heldBack = null;
        }
        UpstreamStream stream = upstream;
        upstream = null;
        if (stream != null) {
            stream.abort();
        }
        if (connecting != null) {
            connecting.abort();
            connecting = null;
        }
    }

    private void closeFeed() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    /**
     * Parts from the server.
     *
     * @param complete whether request and reply are whole, so that the connection can be used again
     * @param how how the exchange ended
     */
    void end(boolean complete, Termination how, long now) {
        UpstreamStream stream = upstream;
        if (stream != null && complete && feed == null) {
            upstream = null;
            stream.release();
        }
        place.giveUp();
        partFromServer();
        gathered.release();
        failOver.end();
        safekeeping.end(how == Termination.COMPLETE, now);
        reply.trim();
    }

    private UpstreamStream upstream() {
        return Present.in(upstream, "upstream");
    }

    private LiveServer server() {
        return Present.in(attempt.current(), "server");
    }
}

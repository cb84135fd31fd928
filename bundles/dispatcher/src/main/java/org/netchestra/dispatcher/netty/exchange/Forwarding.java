package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.upstream.GatheredBody;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * An exchange's way to a server and back: passes the request on and the reply back. What follows when that fails is
 * {@link FailOver}'s. Reused with its exchange; confined to its event loop.
 */
final class Forwarding implements ReplyReceiver {

    private final Exchanges exchanges;
    private final Worker worker;
    private final Exchange exchange;
    private final Attempt attempt;
    private final ExchangeAffinity affinity;
    private final QueuePlace place;
    private final GatheredBody gathered;
    private final Safekeeping safekeeping;
    private final FailOver failOver;
    private final ExchangeTransaction transaction;
    private final RequestBody body;
    private final Delivery delivery;
    private final Assignment assignment;
    private final BrokenAttempt broken;

    private @Nullable UpstreamStream upstream;

    Forwarding(Exchanges exchanges, Exchange exchange, Attempt attempt, PickQuery query) {
        this.exchanges = exchanges;
        worker = exchanges.worker();
        this.exchange = exchange;
        this.attempt = attempt;
        gathered = new GatheredBody(worker.keptMemory());
        affinity = new ExchangeAffinity(worker, exchange, query, attempt);
        place = new QueuePlace(worker, exchange, this, attempt, affinity);
        transaction = new ExchangeTransaction(worker, exchange, attempt);
        safekeeping = new Safekeeping(exchange, this, gathered, () -> new EntryLine(worker.loop(), this));
        failOver = new FailOver(exchanges, exchange, this, attempt, query, safekeeping, place, affinity);
        body = new RequestBody(worker, exchange, this, safekeeping, gathered);
        delivery = new Delivery(exchange, this, failOver, safekeeping, transaction, affinity, gathered);
        assignment = new Assignment(exchanges, exchange, this, attempt, place);
        broken = new BrokenAttempt(worker, exchange, this, attempt);
    }

    /** A request is coming. */
    void begin() {
        attempt.clear();
        safekeeping.begin();
        transaction.begin();
        failOver.begin();
        delivery.begin();
        affinity.begin();
    }

    ExchangeAffinity affinity() {
        return affinity;
    }

    Safekeeping safekeeping() {
        return safekeeping;
    }

    ExchangeTransaction transaction() {
        return transaction;
    }

    RequestBody body() {
        return body;
    }

    Delivery delivery() {
        return delivery;
    }

    FailOver failOver() {
        return failOver;
    }

    Assignment assignment() {
        return assignment;
    }

    BrokenAttempt broken() {
        return broken;
    }

    @Override
    public RequestSemantics request() {
        return exchange.request();
    }

    @Override
    public MessageHead reply() {
        return delivery.reply();
    }

    @Override
    public ReplySemantics replySemantics() {
        return delivery.replySemantics();
    }

    // The way of the request.

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
        return body.isTaken();
    }

    /** Lets the reply come, or holds it back. */
    void readReply(boolean reading) {
        if (upstream != null) {
            upstream.setReading(reading);
        }
    }

    /** Parts from a server whose whole answer is here, and goes to nobody for now. */
    void releaseAnswered() {
        UpstreamStream answered = upstream;
        if (answered != null && exchange.isRequestComplete() && !body.isFed()) {
            upstream = null;
            answered.release();
        }
    }

    void endTunnel() {
        upstream().endTunnel();
    }

    /** Hands the request to the virtual server's route. */
    void takeRoute() {
        UpstreamStream route = exchanges.route(
                exchange.virtualServer().name(), exchange.downstream().connection());
        if (route == null) {
            exchange.refuse(Refusal.NO_ROUTE);
        } else {
            upstream = route;
            pass(worker.nowNanos());
        }
    }

    /** What the journal was asked to store is stored. */
    void stored() {
        if (!safekeeping.stored()) {
            return;
        }
        switch (exchange.state()) {
            case STORING -> assignment.storedInTime();
            case WAITING -> body.stored();
            case HOLDING -> delivery.stored();
            default -> {}
        }
    }

    @Override
    public void connected(UpstreamStream connection) {
        assignment.settled();
        exchange.virtualServer().connected(server());
        take(connection, worker.nowNanos());
    }

    /** Takes a server's connection, and passes on what has come of the request. */
    void take(UpstreamStream connection, long now) {
        attempt.connected(now);
        upstream = connection;
        pass(now);
    }

    private void pass(long now) {
        exchange.enter(ExchangeState.WAITING);
        delivery.reply().clear();
        transaction.describe(exchange.requestHead(), safekeeping.attempts());
        UpstreamStream stream = upstream();
        var unused = safekeeping.sending();
        stream.requestHead(
                this, exchange.requestHead(), request(), exchange.downstream().identity());
        body.passTo(stream);
        exchange.deadline().progressed(now);
        stream.flush();
        body.updateReading();
    }

    @Override
    public void upstreamWritable() {
        exchange.deadline().progressed();
        body.writable();
    }

    @Override
    public void requestMoved() {
        exchange.deadline().progressed();
    }

    /** The step before this one of the transaction is over. */
    void turnCame() {
        if (exchange.state() == ExchangeState.LINED_UP) {
            exchange.renewSnapshot();
            failOver.assign();
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
        delivery.informational();
    }

    @Override
    public void replyHead() {
        delivery.head();
    }

    @Override
    public void replyData(ByteBuf data) {
        delivery.data(data);
    }

    @Override
    public @Nullable Splice spliceReply(SocketChannel server, SplicedBody body) {
        return delivery.splice(server, body);
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        delivery.end(trailer);
    }

    @Override
    public void flushDownstream() {
        exchange.downstream().flush();
    }

    @Override
    public void tunnelOpened() {
        delivery.openTunnel();
    }

    @Override
    public void serverEndedTunnel() {
        if (exchange.state() == ExchangeState.TUNNEL && exchange.halfEndTunnel()) {
            exchange.downstream().endTunnel();
        }
    }

    // When an attempt fails.

    @Override
    public void connectFailed(Throwable cause, boolean first) {
        assignment.settled();
        broken.connectFailed(cause, first);
    }

    @Override
    public void replyMalformed() {
        upstream = null;
        broken.garbled();
    }

    @Override
    public void upstreamLost() {
        UpstreamStream gone = upstream;
        upstream = null;
        broken.lost(gone);
    }

    @Override
    public void unprocessed(boolean leaving) {
        UpstreamStream gone = upstream;
        upstream = null;
        broken.unprocessed(gone, leaving);
    }

    /** Ends the attempt, if there is one, and gives its place at the server to the next who waits. */
    void endAttempt(int status, boolean failed, long nowNanos) {
        if (attempt.end(status, failed, nowNanos)) {
            exchange.routing().pool().waiting().callNext(server());
        }
    }

    /** Lets go of a server that failed. */
    void partFromServer() {
        body.part();
        assignment.drop();
        delivery.drop();
        UpstreamStream stream = upstream;
        upstream = null;
        if (stream != null) {
            stream.abort();
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
        if (stream != null && complete && !body.isFed()) {
            upstream = null;
            stream.release();
        }
        place.giveUp();
        partFromServer();
        gathered.release();
        failOver.end();
        safekeeping.end(how == Termination.COMPLETE, now);
        delivery.trim();
    }

    private UpstreamStream upstream() {
        return requireNonNull(upstream, "upstream");
    }

    private LiveServer server() {
        return requireNonNull(attempt.current(), "server");
    }
}

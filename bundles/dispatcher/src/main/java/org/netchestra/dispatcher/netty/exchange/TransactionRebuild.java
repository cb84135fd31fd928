package org.netchestra.dispatcher.netty.exchange;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.RequestReader;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.BodyFeed;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamPool;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * Sends the confirmed steps of a transaction to the server it has moved to, in order, so that this one knows what the failed one
 * knew; their replies are compared with those the client got, and thrown away. Confined to its exchange's event loop.
 */
final class TransactionRebuild implements ReplyReceiver, BodyFeed.Owner {

    private static final MessageHead NO_TRAILER = new MessageHead();

    private final Worker worker;
    private final Exchange exchange;
    private final Forwarding forwarding;
    private final ExchangeTransaction transaction;
    private final UpstreamPool pool;
    private final Deque<KeptStep> steps;
    private final MessageHead request = new MessageHead();
    private final RequestSemantics semantics = new RequestSemantics();
    private final MessageHead reply = new MessageHead();
    private final ReplySemantics replySemantics = new ReplySemantics();
    private @Nullable UpstreamStream connecting;
    private @Nullable UpstreamStream stream;
    private @Nullable BodyFeed feed;
    private List<String> setCookies = List.of();
    private int status;

    TransactionRebuild(
            Worker worker, Exchange exchange, Forwarding forwarding, UpstreamPool pool, List<KeptStep> steps) {
        this.worker = worker;
        this.exchange = exchange;
        this.forwarding = forwarding;
        transaction = forwarding.transaction();
        this.pool = pool;
        this.steps = new ArrayDeque<>(steps);
    }

    /** Sends the next step, or hands the rebuilt server over when there is none. */
    void next() {
        if (steps.isEmpty()) {
            forwarding.assignment().rebuilt();
            return;
        }
        ClientConnection client = exchange.downstream().connection();
        long now = worker.nowNanos();
        exchange.deadline().await(exchange.timeouts().response(), now);
        UpstreamStream open = pool.take(false, client, now);
        if (open == null) {
            int millis = (int)
                    TimeUnit.NANOSECONDS.toMillis(exchange.timeouts().connect().toNanos());
            connecting = pool.connect(this, client, millis);
        } else {
            send(open);
        }
    }

    @Override
    public void connected(UpstreamStream connection) {
        connecting = null;
        send(connection);
    }

    private void send(UpstreamStream to) {
        stream = to;
        KeptStep step = steps.getFirst();
        RequestReader reader = step.reader();
        if (!RecoverableHead.read(reader.head(), request) || semantics.read(request, false) != null) {
            reader.close();
            failed(FailureCause.REBUILD_FAILED);
            return;
        }
        String cookies = request.joinedValue("cookie", "; ");
        if (cookies != null) {
            request.set("Cookie", transaction.cookies(cookies));
        }
        transaction.describe(request, step.step(), 1);
        reply.clear();
        to.requestHead(this, request, semantics, exchange.downstream().identity());
        BodyFeed body = new BodyFeed(worker, this, to, reader);
        feed = body;
        body.pull();
        to.flush();
    }

    @Override
    public void feeding() {
        exchange.deadline().await(exchange.timeouts().response(), worker.nowNanos());
    }

    @Override
    public void fed() {
        feed = null;
        if (stream != null) {
            stream.requestEnd(NO_TRAILER);
            stream.flush();
        }
    }

    @Override
    public void bodyLost() {
        failed(FailureCause.REBUILD_FAILED);
    }

    @Override
    public RequestSemantics request() {
        return semantics;
    }

    @Override
    public MessageHead reply() {
        return reply;
    }

    @Override
    public ReplySemantics replySemantics() {
        return replySemantics;
    }

    @Override
    public void replyStarted() {}

    @Override
    public void informational() {}

    @Override
    public void replyHead() {
        status = reply.status();
        setCookies = ExchangeTransaction.cookiesOf(reply);
    }

    @Override
    public void replyData(ByteBuf data) {
        data.release();
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        UpstreamStream answered = stream;
        stream = null;
        if (answered != null && feed == null) {
            answered.release();
        } else if (answered != null) {
            answered.abort();
        }
        closeFeed();
        if (steps.removeFirst().matches(status, setCookies)) {
            next();
        } else {
            forwarding.failOver().fail(FailureCause.REBUILD_FAILED, Refusal.NO_REPLY);
        }
    }

    @Override
    public void connectFailed(Throwable cause, boolean first) {
        connecting = null;
        failed(FailureCause.CONNECT_FAILED);
    }

    @Override
    public void replyMalformed() {
        stream = null;
        failed(FailureCause.GARBLED);
    }

    @Override
    public void upstreamLost() {
        stream = null;
        failed(FailureCause.RESET);
    }

    @Override
    public void unprocessed(boolean leaving) {
        stream = null;
        failed(FailureCause.REFUSED_BY_SERVER);
    }

    @Override
    public void tunnelOpened() {
        failed(FailureCause.REBUILD_FAILED);
    }

    @Override
    public void serverEndedTunnel() {}

    @Override
    public void upstreamWritable() {
        if (feed != null) {
            feed.pull();
        }
    }

    @Override
    public void flushDownstream() {}

    private void failed(FailureCause cause) {
        forwarding.failOver().fail(cause, Refusal.NO_REPLY);
    }

    private void closeFeed() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    /** Lets go of the server. */
    void close() {
        closeFeed();
        if (connecting != null) {
            connecting.abort();
            connecting = null;
        }
        if (stream != null) {
            stream.abort();
            stream = null;
        }
    }
}

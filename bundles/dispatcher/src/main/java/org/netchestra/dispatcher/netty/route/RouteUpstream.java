package org.netchestra.dispatcher.netty.route;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.ExchangeRoute;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route in the place of a server: what the exchange sends comes out at the route's end as streams, and what the route replies
 * goes back on the event loop. Confined to it; the route's end is {@link RoutePassage}.
 */
final class RouteUpstream implements UpstreamStream {

    private static final Logger LOG = LoggerFactory.getLogger(RouteUpstream.class);
    private static final MessageHead NO_TRAILER = new MessageHead();
    private static final String GONE = "the client has left, or waits no longer";

    private final Worker worker;
    private final ExchangeRoute route;
    private final String virtualServer;
    private final ClientConnection client;
    private final ByteQueue body;
    private final Throttle throttle = new Throttle();
    private @Nullable ReplyReceiver receiver;
    private boolean replyStarted;

    RouteUpstream(Worker worker, ExchangeRoute route, String virtualServer, ClientConnection client) {
        this.worker = worker;
        this.route = route;
        this.virtualServer = virtualServer;
        this.client = client;
        body = new ByteQueue(() -> onLoop(this::bodyWanted));
    }

    // The exchange's side.

    @Override
    public void requestHead(
            ReplyReceiver owner, MessageHead request, RequestSemantics semantics, ClientIdentity identity) {
        receiver = owner;
        if (semantics.expectsContinue()) {
            onLoop(this::sendContinue);
        }
        RoutePassage passage = new RoutePassage(
                this,
                virtualServer,
                RoutedHeads.request(request, semantics, client.client(), client.scheme(), identity.isTrusted()),
                semantics.isHead(),
                body);
        try {
            route.accept(passage);
        } catch (RuntimeException | LinkageError failure) {
            // A plug-in's fault must not reach the event loop.
            LOG.warn("the route of virtual server {} failed to take a request", virtualServer, failure);
            onLoop(this::failed);
        }
    }

    @Override
    public void requestData(ByteBuf data) {
        body.offer(data);
    }

    @Override
    public void requestEnd(MessageHead trailer) {
        body.end();
    }

    @Override
    public void endTunnel() {
        throw new IllegalStateException("tunnel: through a route (expected: never opened)");
    }

    @Override
    public boolean isReused() {
        return false;
    }

    @Override
    public boolean isReplyStarted() {
        return replyStarted;
    }

    @Override
    public void flush() {
        // What was sent is with the route already.
    }

    @Override
    public boolean isWritable() {
        return !body.isFull();
    }

    @Override
    public void setReading(boolean reading) {
        throttle.setOpen(reading);
    }

    @Override
    public void release() {
        leave();
    }

    @Override
    public void abort() {
        leave();
    }

    private void leave() {
        receiver = null;
        body.fail(GONE);
        throttle.fail(GONE);
    }

    private void bodyWanted() {
        if (receiver != null) {
            receiver.upstreamWritable();
        }
    }

    /** The route may wait for the body before it replies, and the client for this. */
    private void sendContinue() {
        if (receiver != null && !replyStarted) {
            RoutedHeads.parseContinue(receiver.reply());
            receiver.informational();
            receiver.reply().clear();
        }
    }

    // The route's side.

    /** Runs something on the event loop of the exchange. */
    void onLoop(Runnable task) {
        worker.loop().execute(task);
    }

    Throttle throttle() {
        return throttle;
    }

    /** The route replies with a head that was found valid. */
    void replyHead(ReplyHead head) {
        ReplyReceiver owner = receiver;
        if (owner == null) {
            return;
        }
        replyStarted = true;
        owner.replyStarted();
        RoutedHeads.parse(head, owner.reply());
        ReplySemantics semantics = owner.replySemantics();
        if (semantics.read(owner.reply(), owner.request().isHead(), false) != null) {
            failed();
        } else {
            owner.replyHead();
            flushUnlessMoreComes();
        }
    }

    /** Takes over a piece of the reply's body. */
    void replyData(ByteBuf data) {
        throttle.arrived(data.readableBytes());
        if (receiver == null) {
            data.release();
            return;
        }
        receiver.replyData(data);
        flushUnlessMoreComes();
    }

    /** A route may wait for as long as it likes before it writes on: the client gets what there is. */
    private void flushUnlessMoreComes() {
        if (receiver != null && throttle.isDrained()) {
            receiver.flushDownstream();
        }
    }

    void replyEnd() {
        ReplyReceiver owner = receiver;
        receiver = null;
        if (owner != null) {
            owner.replyEnd(NO_TRAILER);
        }
    }

    void failed() {
        ReplyReceiver owner = receiver;
        leave();
        if (owner != null) {
            owner.replyMalformed();
        }
    }
}

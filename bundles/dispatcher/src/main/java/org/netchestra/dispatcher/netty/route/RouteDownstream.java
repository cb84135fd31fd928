package org.netchestra.dispatcher.netty.route;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.LocalReply;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RoutedHeads;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.exchange.DownstreamStream;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.loop.Timed;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/**
 * A route in the place of a client: its request goes through an ordinary exchange, and the reply comes out as a stream. Confined to
 * its event loop but for what says otherwise.
 */
final class RouteDownstream implements DownstreamStream, Timed {

    private static final MessageHead NO_TRAILER = new MessageHead();
    private static final String BROKEN_OFF = "the server broke the reply off";

    private final Exchanges exchanges;
    private final Worker worker;
    private final VirtualServer virtualServer;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private final CompletableFuture<ReplyHead> reply = new CompletableFuture<>();
    private final ByteQueue body = new ByteQueue(() -> onLoop(this::replyWanted));
    private final Throttle throttle = new Throttle();
    private @Nullable Exchange exchange;
    private long bytesRead;
    private long bytesWritten;
    private int deadlineSlot = -1;

    RouteDownstream(Exchanges exchanges, VirtualServer virtualServer, ClientConnection connection) {
        this.exchanges = exchanges;
        worker = exchanges.worker();
        this.virtualServer = virtualServer;
        this.connection = connection;
        identity = Clients.identifyTrusted(
                connection, virtualServer.snapshot().spec().forwarding());
    }

    // The route's side. These are thread-safe.

    void onLoop(Runnable task) {
        worker.loop().execute(task);
    }

    /** Completes when the head of the reply has come, or with an {@link IOException}. */
    CompletableFuture<ReplyHead> reply() {
        return reply;
    }

    ByteQueue body() {
        return body;
    }

    Throttle throttle() {
        return throttle;
    }

    // On the event loop.

    /** Begins an exchange with a head that was found valid. */
    void begin(RequestHead head) {
        Exchange begun = exchanges.take();
        exchange = begun;
        worker.deadlines().add(this);
        MessageHead request = begun.requestHead();
        begun.begin(virtualServer, this, 0);
        RoutedHeads.parse(head, request, virtualServer.requestLimits());
        Refusal refusal = begun.request().read(request, true);
        if (refusal != null) {
            begun.refuse(refusal);
            return;
        }
        begun.headComplete();
        if (!begun.request().hasBody()) {
            requestEnd();
        } else {
            flushRequest();
        }
    }

    /** Takes over a piece of the request's body. */
    void requestData(ByteBuf data) {
        int length = data.readableBytes();
        throttle.arrived(length);
        bytesRead += length;
        if (exchange == null) {
            data.release();
            return;
        }
        exchange.requestData(data);
        flushRequest();
    }

    void requestEnd() {
        if (exchange != null) {
            exchange.requestEnd(NO_TRAILER);
            flushRequest();
        }
    }

    private void flushRequest() {
        if (exchange != null) {
            exchange.flushUpstream();
        }
    }

    /** The route wants no more. */
    void leave() {
        if (exchange != null) {
            exchange.clientLost();
        }
    }

    private void replyWanted() {
        if (exchange != null) {
            exchange.downstreamWritable();
        }
    }

    // What the exchange wants.

    @Override
    public boolean isRoute() {
        return true;
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void informational(MessageHead interim) {
        // A route waits for the final reply.
    }

    @Override
    public void replyHead(MessageHead head, ReplySemantics semantics) {
        reply.complete(RoutedHeads.reply(head, semantics));
    }

    @Override
    public void replyData(ByteBuf data) {
        bytesWritten += data.readableBytes();
        body.offer(data);
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        body.end();
    }

    @Override
    public void openTunnel(MessageHead head) {
        throw new IllegalStateException("tunnel: for a route (expected: never asked for)");
    }

    @Override
    public void endTunnel() {
        throw new IllegalStateException("tunnel: for a route (expected: never asked for)");
    }

    /** What the dispatcher answers by itself is a reply for the route, too. */
    @Override
    public void refuse(Refusal refusal) {
        byte[] text = (refusal.status() + " " + refusal.text() + "\n").getBytes(StandardCharsets.US_ASCII);
        answer(refusal.status(), List.of(new HeaderField("Content-Type", "text/plain")), text);
    }

    @Override
    public void answer(LocalReply local) {
        List<HeaderField> fields = local.fields().stream()
                .map(field -> new HeaderField(field.name(), field.value()))
                .toList();
        answer(local.status(), fields, local.body());
    }

    private void answer(int status, List<HeaderField> fields, byte[] text) {
        reply.complete(new ReplyHead(status, fields, text.length));
        replyData(Buffers.ALLOCATOR.directBuffer(text.length).writeBytes(text));
        body.end();
    }

    @Override
    public void abort() {
        body.fail(BROKEN_OFF);
        reply.completeExceptionally(new IOException(BROKEN_OFF));
    }

    @Override
    public void flush() {
        // What was written is with the route already.
    }

    @Override
    public boolean isWritable() {
        return !body.isFull();
    }

    @Override
    public long pendingBytes() {
        return body.size();
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void setReading(boolean reading) {
        throttle.setOpen(reading);
    }

    @Override
    public void exchangeEnded() {
        exchange = null;
        worker.deadlines().remove(this);
        throttle.fail("the request is answered already");
        body.fail(BROKEN_OFF);
        reply.completeExceptionally(new IOException(BROKEN_OFF));
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
    public void stop() {
        if (exchange != null) {
            exchange.stop();
        }
    }

    @Override
    public int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}

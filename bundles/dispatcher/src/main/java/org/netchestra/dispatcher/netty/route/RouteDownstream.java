package org.netchestra.dispatcher.netty.route;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.exchange.OneExchangeStream;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/**
 * A route in the place of a client: its request goes through an ordinary exchange, and the reply comes out as a stream. Confined to
 * its event loop but for what says otherwise.
 */
final class RouteDownstream extends OneExchangeStream {

    private static final MessageHead NO_TRAILER = new MessageHead();
    private static final String BROKEN_OFF = "the server broke the reply off";

    private final Exchanges exchanges;
    private final VirtualServer virtualServer;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private final CompletableFuture<ReplyHead> reply = new CompletableFuture<>();
    private final ByteQueue body = new ByteQueue(() -> onLoop(this::replyWanted));
    private final Throttle throttle = new Throttle();
    private long bytesWritten;

    RouteDownstream(Exchanges exchanges, VirtualServer virtualServer, ClientConnection connection) {
        super(exchanges.worker());
        this.exchanges = exchanges;
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
        Exchange begun = begin(exchanges, virtualServer);
        MessageHead request = begun.requestHead();
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
            flushUpstream();
        }
    }

    /** Takes over a piece of the request's body. */
    void requestData(ByteBuf data) {
        int length = data.readableBytes();
        throttle.arrived(length);
        countRead(length);
        Exchange current = exchange();
        if (current == null) {
            data.release();
            return;
        }
        current.requestData(data);
        flushUpstream();
    }

    void requestEnd() {
        Exchange current = exchange();
        if (current != null) {
            current.requestEnd(NO_TRAILER);
            flushUpstream();
        }
    }

    /** The route wants no more. */
    void leave() {
        clientLost();
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
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void setReading(boolean reading) {
        throttle.setOpen(reading);
    }

    @Override
    protected void afterExchange() {
        super.afterExchange();
        throttle.fail("the request is answered already");
        body.fail(BROKEN_OFF);
        reply.completeExceptionally(new IOException(BROKEN_OFF));
    }
}

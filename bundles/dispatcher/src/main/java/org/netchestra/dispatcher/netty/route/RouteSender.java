package org.netchestra.dispatcher.netty.route;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RequestSender;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.loop.PerLoop;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServers;

/** Sends what routes want sent, each request on the next event loop in turn. Thread-safe. */
public final class RouteSender implements RequestSender {

    private static final int PIECE = 16 * 1024;

    private final PerLoop<Exchanges> exchanges;
    private final VirtualServers virtualServers;
    private final Executor background;

    /** @param background threads that may wait for bodies */
    public RouteSender(PerLoop<Exchanges> exchanges, VirtualServers virtualServers, Executor background) {
        this.background = background;
        this.exchanges = exchanges;
        this.virtualServers = virtualServers;
    }

    @Override
    public Reply send(String name, RequestHead head, InputStream body) throws IOException {
        VirtualServer virtualServer = virtualServers.get(name);
        RoutedHeads.parse(head, new MessageHead(), virtualServer.requestLimits());
        ClientConnection connection = ClientConnection.ofRoute(head.client(), virtualServer.localAddress());
        RouteDownstream stream = new RouteDownstream(exchanges.next(), virtualServer, connection);
        stream.onLoop(() -> stream.begin(head));
        if (head.bodyLength() != 0) {
            // A server may answer as the body comes, and stop reading until somebody takes the answer.
            background.execute(() -> sendBody(head.bodyLength(), body, stream));
        }
        return new SentReply(await(stream), stream);
    }

    private static void sendBody(long length, InputStream body, RouteDownstream stream) {
        try {
            copy(length, body, stream);
            stream.onLoop(stream::requestEnd);
        } catch (IOException | RuntimeException failure) {
            // Half a request must not look whole to the server. Behind the reply nobody asks any more.
            stream.reply().completeExceptionally(failure);
            stream.onLoop(stream::leave);
        }
    }

    private static void copy(long length, InputStream body, RouteDownstream stream) throws IOException {
        byte[] piece = new byte[PIECE];
        long remaining = length < 0 ? Long.MAX_VALUE : length;
        while (remaining > 0) {
            int count = body.read(piece, 0, (int) Math.min(piece.length, remaining));
            if (count < 0 && length >= 0) {
                throw new IOException("body: " + remaining + " bytes too short (expected: the length in the head)");
            }
            if (count < 0) {
                return;
            }
            remaining -= count;
            stream.throttle().await(count);
            ByteBuf bytes = Buffers.ALLOCATOR.directBuffer(count).writeBytes(piece, 0, count);
            stream.onLoop(() -> stream.requestData(bytes));
        }
    }

    private static ReplyHead await(RouteDownstream stream) throws IOException {
        try {
            return stream.reply().get();
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            stream.onLoop(stream::leave);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a reply");
        }
    }

    /** A reply on its way to the route. */
    private record SentReply(ReplyHead head, RouteDownstream stream) implements Reply {

        @Override
        public InputStream body() {
            return stream.body();
        }

        @Override
        public void close() {
            stream.body().close();
            stream.onLoop(stream::leave);
        }
    }
}

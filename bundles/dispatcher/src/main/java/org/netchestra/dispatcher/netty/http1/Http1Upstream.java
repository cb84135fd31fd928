package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedRequest;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.setup.UpstreamSetup;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a server that speaks HTTP/1.1: writes requests, reads replies, one exchange after another. Confined to its event
 * loop.
 */
final class Http1Upstream extends ChannelInboundHandlerAdapter implements UpstreamStream {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Upstream.class);

    private final Worker worker;
    private final Http1Pool pool;
    private final UpstreamSetup setup;
    private final InetSocketAddress clientAddress;
    private final InetSocketAddress localAddress;
    private final Http1ReplyReader reader = new Http1ReplyReader(this);
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelOutput output;
    private boolean chunkedRequest;
    private boolean failed;
    private boolean established;
    /** The server has said within TLS that nothing more will come: an end without it may be an attacker's. */
    private boolean toldEnd;

    private boolean inputEnded;
    private int exchanges;
    private long idleSinceNanos;

    /**
     * @param client whom the connection is made for
     */
    Http1Upstream(Worker worker, Http1Pool pool, UpstreamSetup setup, ClientConnection client) {
        this.worker = worker;
        this.pool = pool;
        this.setup = setup;
        clientAddress = client.client();
        localAddress = client.local();
    }

    /** How it was set up. */
    UpstreamSetup setup() {
        return setup;
    }

    /** Whether the server was told that this client, and no other, is at the other end. */
    boolean speaksFor(ClientConnection client) {
        return clientAddress.equals(client.client()) && localAddress.equals(client.local());
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    /** Remembers who waits for this connection to be made. */
    void awaitConnect(ReplyReceiver waiting) {
        reader.owner(waiting);
    }

    void connected() {
        established = true;
        ReplyReceiver waiting = reader.part();
        if (waiting == null) {
            close();
        } else {
            waiting.connected(this);
        }
    }

    void connectFailed(Throwable cause) {
        ReplyReceiver waiting = reader.part();
        reader.close();
        pool.closed(this);
        if (waiting != null) {
            waiting.connectFailed(cause, true);
        }
    }

    void close() {
        reader.close();
        if (context != null) {
            Closing.now(context);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        output = new ChannelOutput(worker, ctx);
    }

    @Override
    public void requestHead(
            ReplyReceiver owner, MessageHead request, RequestSemantics semantics, ClientIdentity client) {
        exchanges++;
        reader.begin(owner);
        chunkedRequest = semantics.isChunked();
        HeadWriter writer = worker.writer();
        ForwardedRequest.write(writer, request, semantics, client);
        output().head(writer);
    }

    @Override
    public void requestData(ByteBuf data) {
        if (chunkedRequest && !reader.isTunnel()) {
            output().chunk(data);
        } else {
            output().data(data);
        }
    }

    @Override
    public @Nullable Splice spliceRequest(SocketChannel client, SplicedBody body) {
        return output().splice(client, new SplicedOutput(body, output(), this::requestMoved, this::writabilityChanged));
    }

    private void requestMoved() {
        ReplyReceiver owner = reader.owner();
        if (owner != null) {
            owner.requestMoved();
        }
    }

    private void writabilityChanged() {
        ReplyReceiver owner = reader.owner();
        if (owner != null) {
            owner.upstreamWritable();
        }
    }

    @Override
    public void requestEnd(MessageHead trailer) {
        if (chunkedRequest) {
            HeadWriter writer = worker.writer();
            writer.trailer(trailer);
            output().lastChunk(writer);
        }
    }

    @Override
    public void endTunnel() {
        output().flush();
        Closing.output((SocketChannel) context().channel());
    }

    @Override
    public boolean isReused() {
        return exchanges > 1;
    }

    @Override
    public boolean isReplyStarted() {
        return reader.isStarted();
    }

    @Override
    public void flush() {
        output().flushSoon();
    }

    @Override
    public boolean isWritable() {
        return output().isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        context().channel().config().setAutoRead(reading);
    }

    @Override
    public void release() {
        var unused = reader.part();
        if (reader.isReusable()) {
            setReading(true);
            output().endSplice();
            idleSinceNanos = worker.nowNanos();
            pool.keep(this);
        } else {
            close();
        }
    }

    @Override
    public void abort() {
        var unused = reader.part();
        close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        int bytes = in.readableBytes();
        try {
            if (!reader.read(in)) {
                close();
            }
        } finally {
            in.release();
        }
        reader.spliceOn(bytes, (SocketChannel) ctx.channel());
    }

    /** From here on bytes pass both ways, until one side ends. */
    void openTunnel() {
        context().channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ReplyReceiver owner = reader.owner();
        if (owner != null) {
            owner.flushDownstream();
        }
        reader.turnOver();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (output().isWritable()) {
            writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent closed) {
            toldEnd = closed.isSuccess();
        }
        if (!Closing.isInputEnd(event)) {
            return;
        }
        ReplyReceiver owner = reader.owner();
        if (!reader.isTunnel()) {
            Closing.now(ctx);
        } else if (owner != null && !inputEnded) {
            inputEnded = true;
            owner.serverEndedTunnel();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a failed write: what was read so far may be all there is, or not.
        if (!Closing.isByPeer(cause)) {
            LOG.warn("connection to a server failed", cause);
        }
        failed = true;
        Closing.now(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        output().release();
        if (!established) {
            // Whoever waits for the connection hears why it could not be set up.
            return;
        }
        pool.closed(this);
        reader.connectionLost(!failed && (setup.tls() == null || toldEnd));
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("channel: none (expected: one that is registered)");
        }
        return ctx;
    }

    private ChannelOutput output() {
        ChannelOutput out = output;
        if (out == null) {
            throw new IllegalStateException("channel: none (expected: one that is registered)");
        }
        return out;
    }
}

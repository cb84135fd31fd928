package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.HeadParser;
import org.netchestra.dispatcher.HeadWriter;
import org.netchestra.dispatcher.HttpLimits;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RequestSemantics;
import org.netchestra.dispatcher.Trailers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a server that speaks HTTP/1.1: writes requests, reads replies, one exchange after another. Confined to its event
 * loop.
 */
final class Http1Upstream extends ChannelInboundHandlerAdapter implements UpstreamStream, BodyReader.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Upstream.class);

    private enum State {
        /** Carries no exchange; whatever comes in is not asked for. */
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        CLOSED
    }

    /** More interim replies than any server has to say. */
    private static final int MAX_INFORMATIONAL = 64;

    private final Worker worker;
    private final Http1Pool pool;
    private final UpstreamSetup setup;
    private final InetSocketAddress clientAddress;
    private final InetSocketAddress localAddress;
    private final BodyReader body = new BodyReader();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelOutput output;
    private @Nullable ReplyReceiver receiver;
    private State state = State.IDLE;
    private boolean chunkedRequest;
    private boolean reusable;
    private boolean replyStarted;
    private boolean failed;
    private boolean established;
    /** The server has said within TLS that nothing more will come: an end without it may be an attacker's. */
    private boolean toldEnd;

    private boolean inputEnded;
    private int informational;
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
        receiver = waiting;
    }

    void connected() {
        established = true;
        ReplyReceiver waiting = receiver;
        receiver = null;
        if (waiting == null) {
            close();
        } else {
            waiting.connected(this);
        }
    }

    void connectFailed(Throwable cause) {
        ReplyReceiver waiting = receiver;
        receiver = null;
        state = State.CLOSED;
        pool.closed(this);
        if (waiting != null) {
            waiting.connectFailed(cause);
        }
    }

    void close() {
        state = State.CLOSED;
        if (context != null) {
            Closing.now(context);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        output = new ChannelOutput(ctx);
    }

    @Override
    public void requestHead(
            ReplyReceiver owner, MessageHead request, RequestSemantics semantics, ClientIdentity client) {
        receiver = owner;
        exchanges++;
        state = State.HEAD;
        reusable = true;
        replyStarted = false;
        informational = 0;
        chunkedRequest = semantics.isChunked();
        HeadWriter writer = worker.writer();
        writer.request(request, semantics, client);
        output().head(writer);
    }

    @Override
    public void requestData(ByteBuf data) {
        if (chunkedRequest && state != State.TUNNEL) {
            output().chunk(data);
        } else {
            output().data(data);
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
        return replyStarted;
    }

    @Override
    public void flush() {
        output().flush();
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        context().channel().config().setAutoRead(reading);
    }

    @Override
    public void release() {
        receiver = null;
        if (state == State.IDLE && reusable) {
            setReading(true);
            idleSinceNanos = worker.nowNanos();
            pool.keep(this);
        } else {
            close();
        }
    }

    @Override
    public void abort() {
        receiver = null;
        close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && receiver != null && read(in, receiver)) {
                // Each turn takes one head or a piece of a body.
            }
            if (in.isReadable() && receiver == null && state != State.CLOSED) {
                unasked();
            }
        } finally {
            in.release();
        }
    }

    /** Takes one step; false when no more can be done with the input. */
    private boolean read(ByteBuf in, ReplyReceiver owner) {
        switch (state) {
            case HEAD -> readHead(in, owner);
            case BODY -> readBody(in, owner);
            case TUNNEL -> owner.replyData(in.readRetainedSlice(in.readableBytes()));
            case IDLE, CLOSED -> {
                return false;
            }
        }
        return true;
    }

    private void readHead(ByteBuf in, ReplyReceiver owner) {
        if (!replyStarted) {
            replyStarted = true;
            owner.replyStarted();
        }
        MessageHead reply = owner.reply();
        int end = HeadReader.readReply(in, reply, HttpLimits.REPLY);
        if (end == HeadParser.REFUSED) {
            malformed(owner);
        } else if (end > 0) {
            headComplete(in, owner, reply);
        }
    }

    private void headComplete(ByteBuf in, ReplyReceiver owner, MessageHead reply) {
        ReplySemantics semantics = owner.replySemantics();
        if (semantics.read(reply, owner.request().isHead(), owner.request().isUpgrade()) != null) {
            malformed(owner);
        } else if (reply.status() == 101) {
            openTunnel(owner);
        } else if (reply.status() < 200) {
            interim(owner, reply);
        } else {
            startReply(in, owner, semantics);
        }
    }

    private void interim(ReplyReceiver owner, MessageHead reply) {
        if (++informational > MAX_INFORMATIONAL) {
            malformed(owner);
        } else {
            owner.informational();
            reply.clear();
        }
    }

    private void openTunnel(ReplyReceiver owner) {
        state = State.TUNNEL;
        context().channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        owner.tunnelOpened();
    }

    private void startReply(ByteBuf in, ReplyReceiver owner, ReplySemantics semantics) {
        reusable = semantics.isPersistent();
        boolean ended = semantics.isBodiless() || semantics.contentLength() == 0;
        if (ended) {
            state = State.IDLE;
        } else {
            state = State.BODY;
            startBody(semantics);
        }
        owner.replyHead();
        if (ended && receiver == owner) {
            replyEnd(in, owner);
        }
    }

    private void startBody(ReplySemantics semantics) {
        if (semantics.isChunked()) {
            body.startChunked();
        } else if (semantics.contentLength() >= 0) {
            body.startLength(semantics.contentLength());
        } else {
            body.startUntilClose();
        }
    }

    private void readBody(ByteBuf in, ReplyReceiver owner) {
        switch (body.read(in, this)) {
            case MORE -> {}
            case ENDED -> {
                if (receiver == owner) {
                    replyEnd(in, owner);
                }
            }
            case MALFORMED -> malformed(owner);
        }
    }

    /** Bytes behind the reply answer no request: such a connection is not used again. */
    private void replyEnd(ByteBuf in, ReplyReceiver owner) {
        state = State.IDLE;
        reusable &= !in.isReadable();
        Trailers.dropForbidden(body.trailer());
        owner.replyEnd(body.trailer());
    }

    @Override
    public void bodyData(ByteBuf data) {
        ReplyReceiver owner = receiver;
        if (owner == null) {
            data.release();
        } else {
            owner.replyData(data);
        }
    }

    private void malformed(ReplyReceiver owner) {
        close();
        owner.replyMalformed();
    }

    private void unasked() {
        reusable = false;
        close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (receiver != null) {
            receiver.flushDownstream();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (receiver != null && ctx.channel().isWritable()) {
            receiver.upstreamWritable();
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
        if (state != State.TUNNEL) {
            Closing.now(ctx);
        } else if (receiver != null && !inputEnded) {
            inputEnded = true;
            receiver.serverEndedTunnel();
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
        ReplyReceiver owner = receiver;
        receiver = null;
        State last = state;
        state = State.CLOSED;
        if (owner == null) {
            return;
        }
        if (last == State.BODY && body.isUntilClose() && !failed && (setup.tls() == null || toldEnd)) {
            owner.replyEnd(body.trailer());
            return;
        }
        owner.upstreamLost();
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

package org.netchestra.dispatcher.netty.accept;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.Protocol;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.connection.ReadAhead;
import org.netchestra.dispatcher.netty.connection.TlsSession;
import org.netchestra.dispatcher.netty.setup.DownstreamTls;
import org.netchestra.dispatcher.netty.virtualserver.ClientHandler;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before the first byte of a connection's protocol: the header of the PROXY protocol from those who may send one, then
 * the TLS handshake. Gives way to the protocol's handler. Confined to its event loop.
 */
final class ConnectionSetup extends ClientHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSetup.class);

    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private enum State {
        HEADER,
        /** Others have their handshakes first. */
        WAITING,
        HANDSHAKE,
        /** The name that the client asks for decides where the connection is passed through. */
        SERVER_NAME,
        /** Whether the client begins in HTTP/2 shows in its first bytes. */
        PREFACE,
        /** The handshake failed, and was counted. */
        FAILED,
        OVER
    }

    private final Reception reception;
    private final ChannelHandlerContext context;
    private final ProxyHeaderGatherer header = new ProxyHeaderGatherer();
    private long deadlineNanos;
    private ClientConnection connection;
    private final ReadAhead early = new ReadAhead();
    private State state = State.HEADER;

    private ConnectionSetup(
            Reception reception,
            VirtualServer virtualServer,
            ChannelHandlerContext context,
            ClientConnection connection) {
        super(reception.worker(), virtualServer);
        this.reception = reception;
        this.context = context;
        this.connection = connection;
        await(1);
    }

    private void await(int timeouts) {
        long timeout = virtualServer.snapshot().spec().timeouts().handshake().toNanos();
        deadlineNanos = worker.nowNanos() + timeouts * timeout;
    }

    /** Sets up a connection that has just become active, in the place of a handler. */
    static void begin(
            Reception reception, VirtualServer virtualServer, ChannelHandlerContext ctx, ClientConnection made) {
        boolean introduced = virtualServer
                .snapshot()
                .spec()
                .connection()
                .proxyProtocolFrom()
                .contains(made.client().getAddress());
        if (!introduced && virtualServer.plan().tls() == null && !isLookedInto(virtualServer)) {
            ProtocolHandlers.install(reception.exchanges(), virtualServer, ctx, made);
            return;
        }
        ConnectionSetup setup = new ConnectionSetup(reception, virtualServer, ctx, made);
        ctx.pipeline().replace(ctx.handler(), null, setup);
        reception.worker().deadlines().add(setup);
        if (!introduced) {
            setup.afterHeader(ctx);
        }
    }

    /** Whether the first bytes decide how a connection without TLS of ours goes on. */
    private static boolean isLookedInto(VirtualServer virtualServer) {
        return isPrefacePossible(virtualServer) || isPassedByName(virtualServer);
    }

    private static boolean isPassedByName(VirtualServer virtualServer) {
        VirtualServerSpec spec = virtualServer.snapshot().spec();
        return spec.protocol() == Protocol.TCP && !spec.routing().routes().isEmpty();
    }

    private static boolean isPrefacePossible(VirtualServer virtualServer) {
        VirtualServerSpec spec = virtualServer.snapshot().spec();
        return spec.protocol() == Protocol.HTTP && spec.connection().http2().clearText();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (state == State.PREFACE) {
            keep((ByteBuf) message);
            readPreface(ctx);
            return;
        }
        if (state != State.HEADER) {
            keep((ByteBuf) message);
            return;
        }
        ClientConnection introduced = header.read((ByteBuf) message, connection);
        if (introduced != null) {
            connection = introduced;
            keep(header.rest());
            afterHeader(ctx);
        } else if (header.isMalformed()) {
            LOG.debug("virtual server {}: {} sent no PROXY header", virtualServer.name(), connection.client());
            Closing.now(ctx);
        }
    }

    /** Keeps what came too early: behind a header, or while a handshake waits. */
    private void keep(ByteBuf data) {
        if (state == State.OVER || !data.isReadable()) {
            data.release();
        } else {
            early.add(data);
        }
    }

    private void afterHeader(ChannelHandlerContext ctx) {
        if (virtualServer.plan().tls() != null) {
            awaitHandshake();
        } else if (isPassedByName(virtualServer)) {
            awaitServerName();
        } else if (isPrefacePossible(virtualServer)) {
            state = State.PREFACE;
            deadlineNanos = worker.nowNanos()
                    + virtualServer.snapshot().spec().timeouts().idle().toNanos();
            readPreface(ctx);
        } else {
            install(ctx);
        }
    }

    private void awaitServerName() {
        state = State.SERVER_NAME;
        await(1);
        context.pipeline().addFirst(new ServerNameReader(this::named));
        ByteBuf kept = early.take();
        if (kept != null) {
            context.pipeline().fireChannelRead(kept);
        }
    }

    private void named(@Nullable String name) {
        ChannelHandlerContext ctx = context.pipeline().context(this);
        if (ctx != null && ctx.channel().isActive()) {
            connection = connection.named(name);
            install(ctx);
        }
    }

    /** RFC 9113 section 3.3: nobody begins so who speaks HTTP/1.1. */
    private void readPreface(ChannelHandlerContext ctx) {
        ByteBuf begun = early.peek();
        if (begun == null) {
            return;
        }
        int length = Math.min(begun.readableBytes(), PREFACE.readableBytes());
        boolean same = ByteBufUtil.equals(begun, begun.readerIndex(), PREFACE, 0, length);
        if (!same || length == PREFACE.readableBytes()) {
            connection = same ? connection.inHttp2() : connection;
            install(ctx);
        }
    }

    private void awaitHandshake() {
        state = State.WAITING;
        // Those in front may take one time-out to fail.
        await(2);
        context.channel().config().setAutoRead(false);
        reception.handshakes().enter(this);
    }

    /** It is this connection's turn. */
    void startHandshake() {
        DownstreamTls tls = virtualServer.plan().tls();
        if (tls == null) {
            // The configuration has changed meanwhile; this client expects what was before.
            stop();
            return;
        }
        state = State.HANDSHAKE;
        await(1);
        context.pipeline().addFirst(tls.newHandler());
        ByteBuf kept = early.take();
        if (kept != null) {
            context.pipeline().fireChannelRead(kept);
        }
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && state == State.HANDSHAKE) {
            handshakeEnded(ctx, handshake);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            Closing.now(ctx);
        }
    }

    private void handshakeEnded(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        if (handshake.isSuccess() && handler != null) {
            connection = connection.encrypted(TlsSession.of(handler));
            reception.handshakes().leave(this);
            install(ctx);
        } else {
            handshakeFailed(handshake.cause());
            Closing.now(ctx);
        }
    }

    private void handshakeFailed(Throwable cause) {
        state = State.FAILED;
        reception.handshakes().leave(this);
        virtualServer.refused(HandshakeFailure.reason(cause));
        LOG.debug(
                "virtual server {}: TLS handshake of {} failed: {}",
                virtualServer.name(),
                connection.client(),
                String.valueOf(cause));
    }

    private void install(ChannelHandlerContext ctx) {
        state = State.OVER;
        worker.deadlines().remove(this);
        ProtocolHandlers.install(reception.exchanges(), virtualServer, ctx, connection);
        ByteBuf kept = early.take();
        if (kept != null) {
            ctx.pipeline().fireChannelRead(kept);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, or what is no TLS: there is nobody to tell but the client, whom the handshake's alert has told.
        if (state == State.HANDSHAKE) {
            handshakeFailed(cause);
        }
        Closing.now(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        worker.deadlines().remove(this);
        if (state == State.HANDSHAKE) {
            handshakeFailed(new ClosedChannelException());
        } else if (state == State.WAITING) {
            reception.handshakes().leave(this);
        }
        state = State.OVER;
        header.release();
        early.release();
        virtualServer.disconnected();
    }

    @Override
    public void drain() {
        stop();
    }

    @Override
    public void stop() {
        Closing.now(context.channel());
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        worker.deadlines().remove(this);
        if (state == State.HANDSHAKE || state == State.WAITING) {
            virtualServer.refused(HandshakeFailure.TIMEOUT);
            reception.handshakes().leave(this);
            state = State.FAILED;
        }
        stop();
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.dispatcher.ProxyHeader;
import org.netchestra.dispatcher.ProxyHeaderReader;

/**
 * What comes before the first byte of a connection's protocol: reads the header of the PROXY protocol from those who may send one.
 * Gives way to the protocol's handler. Confined to its event loop.
 */
final class ConnectionSetup extends ChannelInboundHandlerAdapter implements Relayed {

    private final Worker worker;
    private final VirtualServer virtualServer;
    private final ChannelHandlerContext context;
    private ClientConnection connection;
    private @Nullable ByteBuf header;
    private long deadlineNanos;
    private int deadlineSlot = -1;

    private ConnectionSetup(
            Worker worker, VirtualServer virtualServer, ChannelHandlerContext context, ClientConnection connection) {
        this.worker = worker;
        this.virtualServer = virtualServer;
        this.context = context;
        this.connection = connection;
    }

    /** Sets up a connection that has just become active, in the place of a handler. */
    static void begin(Worker worker, VirtualServer virtualServer, ChannelHandlerContext ctx, ClientConnection made) {
        ConnectionSpec spec = virtualServer.snapshot().spec().connection();
        if (spec.proxyProtocolFrom().contains(made.client().getAddress())) {
            ConnectionSetup setup = new ConnectionSetup(worker, virtualServer, ctx, made);
            ctx.pipeline().replace(ctx.handler(), null, setup);
            setup.awaitHeader();
        } else {
            ProtocolHandlers.install(worker, virtualServer, ctx, made);
        }
    }

    private void awaitHeader() {
        deadlineNanos = worker.nowNanos()
                + virtualServer.snapshot().spec().timeouts().handshake().toNanos();
        worker.deadlines().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf gathered = header;
        if (gathered == null) {
            gathered = ctx.alloc().heapBuffer(256, ProxyHeader.LONGEST);
            header = gathered;
        }
        try {
            gathered.writeBytes(in, Math.min(in.readableBytes(), gathered.maxWritableBytes()));
            readHeader(ctx, gathered, in);
        } finally {
            in.release();
        }
    }

    private void readHeader(ChannelHandlerContext ctx, ByteBuf gathered, ByteBuf rest) {
        byte[] bytes = new byte[gathered.readableBytes()];
        gathered.getBytes(gathered.readerIndex(), bytes);
        ProxyHeaderReader.Result result = ProxyHeaderReader.read(bytes, bytes.length);
        ProxyHeader whole = result.header();
        if (whole != null) {
            headerComplete(ctx, whole, gathered, rest);
        } else if (result.verdict() == ProxyHeaderReader.Verdict.MALFORMED) {
            Closing.now(ctx);
        }
    }

    private void headerComplete(ChannelHandlerContext ctx, ProxyHeader whole, ByteBuf gathered, ByteBuf rest) {
        InetSocketAddress source = whole.source();
        InetSocketAddress destination = whole.destination();
        if (source != null && destination != null) {
            connection = connection.passedOn(source, destination);
        }
        worker.deadlines().remove(this);
        ByteBuf early = ctx.alloc().buffer(gathered.readableBytes() - whole.length() + rest.readableBytes());
        early.writeBytes(gathered.skipBytes(whole.length())).writeBytes(rest);
        releaseHeader();
        ProtocolHandlers.install(worker, virtualServer, ctx, connection);
        if (early.isReadable()) {
            ctx.pipeline().fireChannelRead(early);
        } else {
            early.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            Closing.now(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset: there is nobody left to tell.
        Closing.now(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        worker.deadlines().remove(this);
        releaseHeader();
        virtualServer.disconnected();
    }

    private void releaseHeader() {
        if (header != null) {
            header.release();
            header = null;
        }
    }

    @Override
    public VirtualServer virtualServer() {
        return virtualServer;
    }

    @Override
    public void drain() {
        stop();
    }

    @Override
    public void stop() {
        Closing.now(context);
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        stop();
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

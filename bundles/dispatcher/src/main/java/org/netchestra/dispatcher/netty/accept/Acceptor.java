package org.netchestra.dispatcher.netty.accept;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.PerLoop;
import org.netchestra.dispatcher.netty.loop.Workers;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** Lets each accepted connection of a virtual server be set up. Shared by event loops; stateless. */
@ChannelHandler.Sharable
public final class Acceptor extends ChannelInboundHandlerAdapter {

    private final Workers workers;
    private final PerLoop<Reception> receptions;
    private final VirtualServer virtualServer;

    /** @param receptions where connections go, on the event loop that accepted them */
    public Acceptor(Workers workers, PerLoop<Reception> receptions, VirtualServer virtualServer) {
        this.workers = workers;
        this.receptions = receptions;
        this.virtualServer = virtualServer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        workers.accepted();
        if (!virtualServer.connected() || virtualServer.isDraining()) {
            Closing.now(ctx);
            return;
        }
        Reception reception = receptions.of(workers.of(ctx.channel().eventLoop()));
        ConnectionSetup.begin(reception, virtualServer, ctx, ClientConnection.of((SocketChannel) ctx.channel()));
    }

    /** A connection that was closed before a handler took it over. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        virtualServer.disconnected();
    }
}

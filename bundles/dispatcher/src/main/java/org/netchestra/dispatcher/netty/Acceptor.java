package org.netchestra.dispatcher.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import org.netchestra.core.config.Protocol;

/** Gives each accepted connection the handler of its virtual server's protocol. Shared by event loops; stateless. */
@ChannelHandler.Sharable
final class Acceptor extends ChannelInboundHandlerAdapter {

    private final Workers workers;
    private final VirtualServer virtualServer;

    Acceptor(Workers workers, VirtualServer virtualServer) {
        this.workers = workers;
        this.virtualServer = virtualServer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        workers.accepted();
        if (!virtualServer.connected() || virtualServer.isDraining()) {
            virtualServer.disconnected();
            Closing.now(ctx);
            return;
        }
        Worker worker = workers.of(ctx.channel().eventLoop());
        if (virtualServer.snapshot().spec().protocol() == Protocol.TCP) {
            TcpRelay relay = new TcpRelay(worker, virtualServer, (SocketChannel) ctx.channel());
            ctx.pipeline().replace(this, null, relay);
            relay.start();
        } else {
            ctx.pipeline().replace(this, null, new Http1Downstream(worker, virtualServer, ctx));
        }
    }
}

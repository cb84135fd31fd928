package org.netchestra.dispatcher.netty.accept;

import io.netty.channel.ChannelHandlerContext;
import org.netchestra.core.config.Protocol;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.http1.Http1Handler;
import org.netchestra.dispatcher.netty.http2.Http2Handler;
import org.netchestra.dispatcher.netty.tcp.TcpRelay;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** Gives a connection that is set up the handler of its virtual server's protocol. */
final class ProtocolHandlers {

    private ProtocolHandlers() {}

    /** Puts the protocol's handler in the place of the context's, or closes the connection when its source has too many. */
    static void install(
            Exchanges exchanges, VirtualServer virtualServer, ChannelHandlerContext ctx, ClientConnection made) {
        if (!virtualServer.connectedFrom(made)) {
            Closing.now(ctx);
            return;
        }
        if (virtualServer.snapshot().spec().protocol() == Protocol.TCP) {
            TcpRelay relay = new TcpRelay(exchanges.worker(), virtualServer, made);
            ctx.pipeline().replace(ctx.handler(), null, relay);
            relay.start();
        } else if (made.isHttp2()) {
            ctx.pipeline().replace(ctx.handler(), null, Http2Handler.make(exchanges, virtualServer, made));
        } else {
            ctx.pipeline().replace(ctx.handler(), null, new Http1Handler(exchanges, virtualServer, ctx, made));
        }
    }
}

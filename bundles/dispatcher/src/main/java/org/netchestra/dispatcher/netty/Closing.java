package org.netchestra.dispatcher.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.socket.SocketChannel;

/** Ends channels and their directions. How that went nobody needs to know: the handler hears of the end itself. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Closing {

    private Closing() {}

    static void now(ChannelOutboundInvoker channel) {
        channel.close();
    }

    /** Tells the peer, behind everything written so far, that nothing more will come. */
    static void output(SocketChannel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.shutdownOutput());
    }

    /** Calls back when everything written so far is with the network, or lost. */
    static void afterFlush(SocketChannel channel, ChannelFutureListener then) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(then);
    }
}

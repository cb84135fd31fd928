package org.netchestra.dispatcher.netty.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** Ends channels and their directions. How that went nobody needs to know: the handler hears of the end itself. */
@SuppressWarnings("FutureReturnValueIgnored")
public final class Closing {

    private Closing() {}

    /** Closes, and does not ask how that went. */
    public static void now(ChannelOutboundInvoker channel) {
        channel.close();
    }

    /** Tells the peer, behind everything written so far, that nothing more will come. */
    public static void output(SocketChannel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null) {
                channel.shutdownOutput();
            } else {
                tls.closeOutbound().addListener(told -> channel.shutdownOutput());
            }
        });
    }

    /** Whether an event says that nothing more will come from the peer: in plain, or told within TLS. */
    public static boolean isInputEnd(Object event) {
        return event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent;
    }

    /** Whether a failure is the network's or the other side's, a broken TLS record among them, and not a fault of ours. */
    public static boolean isByPeer(Throwable failure) {
        return failure instanceof IOException || failure.getCause() instanceof SSLException;
    }

    /** Resets the connection, so that nobody takes what was written for the whole. */
    public static void abruptly(SocketChannel channel) {
        if (!channel.isOpen()) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        // Past the handler that would say good-bye in due form.
        now(tls == null ? channel : tls);
    }

    /** Calls back when everything written so far is with the network, or lost. */
    public static void afterFlush(SocketChannel channel, ChannelFutureListener then) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(then);
    }
}

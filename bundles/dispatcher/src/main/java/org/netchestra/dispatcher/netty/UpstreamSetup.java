package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.dispatcher.ProxyHeaderWriter;

/**
 * How connections to servers are set up, before the first byte of their protocol. Two that are equal make connections that can
 * stand for one another. Immutable.
 *
 * @param sendProxy the header that tells servers who the client is
 */
record UpstreamSetup(ProxyProtocol sendProxy) {

    static final UpstreamSetup PLAIN = new UpstreamSetup(ProxyProtocol.OFF);

    static UpstreamSetup of(ConnectionSpec spec) {
        return spec.sendProxy() == ProxyProtocol.OFF ? PLAIN : new UpstreamSetup(spec.sendProxy());
    }

    /** Whether a connection speaks for one client only. */
    boolean isPersonal() {
        return sendProxy != ProxyProtocol.OFF;
    }

    /**
     * Makes a connection.
     *
     * @param bootstrap with event loop and options, for this connection alone
     * @param handler what speaks on it
     * @param client the connection that it is made for
     * @param done hears, on the event loop, null when it is set up, or why not
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener hears it
    void connect(
            Bootstrap bootstrap,
            InetSocketAddress server,
            ChannelHandler handler,
            ClientConnection client,
            Consumer<@Nullable Throwable> done) {
        bootstrap.handler(handler).connect(server).addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                introduce(future.channel(), client);
            }
            done.accept(future.cause());
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures come back through the pipeline
    private void introduce(Channel channel, ClientConnection client) {
        if (isPersonal()) {
            byte[] header = ProxyHeaderWriter.write(sendProxy, client.client(), client.local());
            channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(header), channel.voidPromise());
        }
    }
}

package org.netchestra.dispatcher.netty.setup;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.core.config.ServerProtocol;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderWriter;

/**
 * How connections to servers are set up, before the first byte of their protocol. Two that are equal make connections that can
 * stand for one another. Immutable.
 *
 * @param sendProxy the header that tells servers who the client is
 * @param tls what encrypts them, or null
 * @param protocol what is spoken on them
 */
public record UpstreamSetup(
        ProxyProtocol sendProxy, @Nullable ServerTls tls, ServerProtocol protocol) {

    /** Clear text in HTTP/1.1, with nothing in front. */
    public static final UpstreamSetup PLAIN = new UpstreamSetup(ProxyProtocol.OFF, null, ServerProtocol.HTTP1);

    /** Whether a connection speaks for one client only. */
    public boolean isPersonal() {
        return sendProxy != ProxyProtocol.OFF;
    }

    /**
     * Makes a connection.
     *
     * @param bootstrap with event loop and options, for this connection alone
     * @param timeoutMillis for the connection, and again for its handshake
     * @param handler what speaks on it
     * @param client the connection that it is made for
     * @param done hears, on the event loop, null when it is set up, or why not
     */
    public void connect(
            Bootstrap bootstrap,
            InetSocketAddress server,
            int timeoutMillis,
            ChannelHandler handler,
            ClientConnection client,
            Consumer<@Nullable Throwable> done) {
        ServerTls encryption = tls;
        if (encryption == null) {
            connect(bootstrap.handler(handler), server, timeoutMillis, future -> {
                if (future.isSuccess()) {
                    introduce(future.channel(), client);
                }
                done.accept(future.cause());
            });
            return;
        }
        bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(encryption.newHandler(channel.alloc(), server, timeoutMillis), handler);
            }
        });
        connect(bootstrap, server, timeoutMillis, future -> {
            if (future.isSuccess()) {
                introduce(future.channel(), client);
                handshake(future.channel(), done);
            } else {
                done.accept(future.cause());
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener hears it
    private static void connect(
            Bootstrap bootstrap, InetSocketAddress server, int timeoutMillis, ChannelFutureListener then) {
        ChannelFuture future = bootstrap
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .connect(server);
        future.addListener(then);
    }

    /** Writes the header in front of everything, a handshake too. */
    @SuppressWarnings("FutureReturnValueIgnored") // failures come back through the pipeline
    private void introduce(Channel channel, ClientConnection client) {
        if (isPersonal()) {
            byte[] header = ProxyHeaderWriter.write(sendProxy, client.client(), client.local());
            channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(header), channel.voidPromise());
        }
    }

    private void handshake(Channel channel, Consumer<@Nullable Throwable> done) {
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(future -> {
            Throwable cause = future.cause();
            if (cause == null && protocol == ServerProtocol.H2 && !isHttp2(channel)) {
                cause = new ConnectException("HTTP/2 was not chosen in the TLS handshake (expected: ALPN protocol h2)");
            }
            if (cause != null) {
                Closing.now(channel);
            }
            boolean late = cause instanceof SslHandshakeTimeoutException;
            done.accept(late ? new ConnectTimeoutException("TLS handshake") : cause);
        });
    }

    private static boolean isHttp2(Channel channel) {
        String chosen = channel.pipeline().get(SslHandler.class).applicationProtocol();
        return ApplicationProtocolNames.HTTP_2.equals(chosen);
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection when it is set up, as the handler of its protocol gets it. Immutable.
 *
 * @param channel the socket
 * @param client who is at the other end: the socket's peer, or whom that one speaks for
 * @param local the address the client connected to
 * @param tls what encrypts it, or null
 */
record ClientConnection(
        SocketChannel channel,
        InetSocketAddress client,
        InetSocketAddress local,
        @Nullable TlsSession tls) {

    static ClientConnection of(SocketChannel channel) {
        return new ClientConnection(channel, channel.remoteAddress(), channel.localAddress(), null);
    }

    /** Passed on by a proxy, which says who connected to it. */
    ClientConnection passedOn(InetSocketAddress source, InetSocketAddress destination) {
        return new ClientConnection(channel, source, destination, tls);
    }

    ClientConnection encrypted(TlsSession session) {
        return new ClientConnection(channel, client, local, session);
    }

    /** {@code http} or {@code https}. */
    String scheme() {
        return tls == null ? "http" : "https";
    }
}

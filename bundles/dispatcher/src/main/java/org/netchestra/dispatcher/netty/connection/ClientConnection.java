package org.netchestra.dispatcher.netty.connection;

import static java.util.Objects.requireNonNull;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection when it is set up, as the handler of its protocol gets it. Immutable.
 *
 * @param socket the socket; null when a route stands in for the client
 * @param client who is at the other end: the socket's peer, or whom that one speaks for
 * @param local the address the client connected to
 * @param tls what encrypts it, or null
 * @param isHttp2 whether HTTP/2 was agreed on
 * @param serverName the name that the client asked for in a handshake that is passed through, or null
 */
public record ClientConnection(
        @Nullable SocketChannel socket,
        InetSocketAddress client,
        InetSocketAddress local,
        @Nullable TlsSession tls,
        boolean isHttp2,
        @Nullable String serverName) {

    /** One that was accepted, with nothing said on it. */
    public static ClientConnection of(SocketChannel channel) {
        return new ClientConnection(channel, channel.remoteAddress(), channel.localAddress(), null, false, null);
    }

    /** A route's, on behalf of a client. */
    public static ClientConnection ofRoute(InetSocketAddress client, InetSocketAddress local) {
        return new ClientConnection(null, client, local, null, false, null);
    }

    /**
     * The socket.
     *
     * @throws IllegalStateException when a route stands in for the client
     */
    public SocketChannel channel() {
        return requireNonNull(socket, "channel");
    }

    /** Passed on by a proxy, which says who connected to it. */
    public ClientConnection passedOn(InetSocketAddress source, InetSocketAddress destination) {
        return new ClientConnection(socket, source, destination, tls, isHttp2, serverName);
    }

    /** Encrypted, in the protocol that the handshake agreed on. */
    public ClientConnection encrypted(TlsSession session) {
        boolean agreed = ApplicationProtocolNames.HTTP_2.equals(session.applicationProtocol());
        return new ClientConnection(socket, client, local, session, agreed, serverName);
    }

    /** The client has begun to speak HTTP/2. */
    public ClientConnection inHttp2() {
        return new ClientConnection(socket, client, local, tls, true, serverName);
    }

    /** With the name that the client asked for in a handshake that is passed through. */
    public ClientConnection named(@Nullable String name) {
        return new ClientConnection(socket, client, local, tls, isHttp2, name);
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls == null ? "http" : "https";
    }
}

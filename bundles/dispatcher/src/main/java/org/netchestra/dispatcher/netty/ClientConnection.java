package org.netchestra.dispatcher.netty;

import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;

/**
 * A client's connection when it is set up, as the handler of its protocol gets it. Immutable.
 *
 * @param channel the socket
 * @param client who is at the other end: the socket's peer, or whom that one speaks for
 * @param local the address the client connected to
 */
record ClientConnection(SocketChannel channel, InetSocketAddress client, InetSocketAddress local) {

    static ClientConnection of(SocketChannel channel) {
        return new ClientConnection(channel, channel.remoteAddress(), channel.localAddress());
    }

    /** Passed on by a proxy, which says who connected to it. */
    ClientConnection passedOn(InetSocketAddress source, InetSocketAddress destination) {
        return new ClientConnection(channel, source, destination);
    }

    String scheme() {
        return "http";
    }
}

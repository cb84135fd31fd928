package org.netchestra.dispatcher.netty;

import io.netty.channel.socket.SocketChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.netchestra.dispatcher.ClientIdentity;

/** Tells who is at the other end of an accepted connection. */
final class Clients {

    private Clients() {}

    static ClientIdentity identify(SocketChannel channel, String scheme) {
        InetSocketAddress local = channel.localAddress();
        return new ClientIdentity(
                text(channel.remoteAddress().getAddress()),
                scheme,
                authority(local.getAddress(), local.getPort()),
                false);
    }

    private static String authority(InetAddress address, int port) {
        String host = text(address);
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}

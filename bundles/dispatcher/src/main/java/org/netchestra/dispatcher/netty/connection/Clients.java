package org.netchestra.dispatcher.netty.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.ForwardingSpec;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedChain;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.MessageHead;

/** Tells who is at the other end of an accepted connection. */
public final class Clients {

    private Clients() {}

    /** Who the client of a connection is; trusted if the configuration trusts its address. */
    public static ClientIdentity identify(ClientConnection connection, ForwardingSpec forwarding) {
        return identify(
                connection,
                forwarding,
                forwarding.trusted().contains(connection.client().getAddress()));
    }

    private static ClientIdentity identify(ClientConnection connection, ForwardingSpec forwarding, boolean trusted) {
        InetSocketAddress local = connection.local();
        ClientIdentity identity = new ClientIdentity(
                text(connection.client().getAddress()),
                connection.scheme(),
                authority(local.getAddress(), local.getPort()),
                trusted,
                forwarding.fields());
        TlsSession tls = connection.tls();
        String certificate = tls == null ? null : tls.clientCertificate();
        return certificate == null ? identity : identity.withCertificate(certificate);
    }

    /** As told by a route, which the operator has written. */
    public static ClientIdentity identifyTrusted(ClientConnection connection, ForwardingSpec forwarding) {
        return identify(connection, forwarding, true);
    }

    /** Whom a trusted proxy names as the client of a request; the proxy itself when it names none. */
    public static InetSocketAddress named(ClientConnection connection, MessageHead request, ForwardingSpec forwarding) {
        FieldName field = forwarding.fields() == Fields.RFC7239 ? FieldName.FORWARDED : FieldName.X_FORWARDED_FOR;
        InetAddress named = ForwardedChain.client(request, field, forwarding.trusted());
        return named == null ? connection.client() : new InetSocketAddress(named, 0);
    }

    /** Points {@code into} at an address of the connection; false when the key is none. Copies. */
    public static boolean readKey(
            InetSocketAddress client, InetSocketAddress local, KeySource source, RequestKey into) {
        byte[] bytes = switch (source.kind()) {
            case SOURCE -> client.getAddress().getAddress();
            case SOURCE_PORT -> addressAndPort(client);
            case DESTINATION -> local.getAddress().getAddress();
            default -> null;
        };
        if (bytes == null) {
            into.clear();
            return false;
        }
        into.set(bytes, 0, bytes.length);
        return true;
    }

    private static byte[] addressAndPort(InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        byte[] bytes = Arrays.copyOf(host, host.length + 2);
        bytes[host.length] = (byte) (address.getPort() >>> 8);
        bytes[host.length + 1] = (byte) address.getPort();
        return bytes;
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

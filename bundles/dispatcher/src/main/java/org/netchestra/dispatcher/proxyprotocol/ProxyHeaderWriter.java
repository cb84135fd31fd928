package org.netchestra.dispatcher.proxyprotocol;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.netchestra.core.config.ProxyProtocol;

/** Writes headers of the PROXY protocol. Stateless. */
public final class ProxyHeaderWriter {

    private ProxyHeaderWriter() {}

    /**
     * The header for a connection.
     *
     * @param version 1 or 2
     * @param source the client
     * @param destination the address it connected to
     */
    public static byte[] write(ProxyProtocol version, InetSocketAddress source, InetSocketAddress destination) {
        return switch (version) {
            case OFF -> new byte[0];
            case V1 -> line(source, destination).getBytes(StandardCharsets.US_ASCII);
            case V2 -> binary(source, destination);
        };
    }

    private static String line(InetSocketAddress source, InetSocketAddress destination) {
        InetAddress from = source.getAddress();
        InetAddress to = destination.getAddress();
        if (isV4(from) != isV4(to)) {
            return "PROXY UNKNOWN\r\n";
        }
        return "PROXY " + (isV4(from) ? "TCP4 " : "TCP6 ") + text(from) + ' ' + text(to) + ' ' + source.getPort() + ' '
                + destination.getPort() + "\r\n";
    }

    private static byte[] binary(InetSocketAddress source, InetSocketAddress destination) {
        byte[] from = source.getAddress().getAddress();
        byte[] to = destination.getAddress().getAddress();
        boolean same = from.length == to.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ProxyHeaderReader.SIGNATURE);
        out.write(0x21);
        out.write(!same ? 0 : from.length == 4 ? 0x11 : 0x21);
        number(out, same ? 2 * from.length + 4 : 0);
        if (same) {
            out.writeBytes(from);
            out.writeBytes(to);
            number(out, source.getPort());
            number(out, destination.getPort());
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    private static boolean isV4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}

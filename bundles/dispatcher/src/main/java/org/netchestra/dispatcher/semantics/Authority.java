package org.netchestra.dispatcher.semantics;

import org.netchestra.dispatcher.message.Octets;

/**
 * The syntax of an authority: host name, IPv4 address or bracketed IPv6 address, and an optional port.
 *
 * <p>Narrower than RFC 3986: no user information, no percent-encoding, no sub-delimiters. Nobody's host name has them, and
 * servers disagree on what they mean.
 */
public final class Authority {

    private Authority() {}

    /** Whether a slice is a non-empty host with an optional port. */
    static boolean isValid(byte[] bytes, int start, int end) {
        if (start == end) {
            return false;
        }
        int hostEnd = bytes[start] == '[' ? literalEnd(bytes, start, end) : nameEnd(bytes, start, end);
        return hostEnd > start && (hostEnd == end || (bytes[hostEnd] == ':' && isPort(bytes, hostEnd + 1, end)));
    }

    /** Where the host name of a valid authority ends: before its port, and before a dot that only says that it is absolute. */
    public static int hostEnd(byte[] bytes, int start, int end) {
        int port = end;
        while (port > start && Octets.isDigit(bytes[port - 1])) {
            port--;
        }
        int host = port > start && bytes[port - 1] == ':' ? port - 1 : end;
        return host > start + 1 && bytes[host - 1] == '.' ? host - 1 : host;
    }

    /** What a reg-name or IPv4 address may have here: the unreserved characters of RFC 3986. */
    private static boolean isUnreserved(byte b) {
        int lower = Octets.lower(b);
        return (lower >= 'a' && lower <= 'z') || Octets.isDigit(b) || b == '-' || b == '.' || b == '_' || b == '~';
    }

    private static int nameEnd(byte[] bytes, int start, int end) {
        int position = start;
        while (position < end && isUnreserved(bytes[position])) {
            position++;
        }
        return position;
    }

    /** The position behind "]", or -1: an IPv6 address has at least two colons, hexadecimal groups and maybe a dotted tail. */
    private static int literalEnd(byte[] bytes, int start, int end) {
        int colons = 0;
        for (int position = start + 1; position < end; position++) {
            byte b = bytes[position];
            if (b == ']') {
                return colons >= 2 && colons <= 7 ? position + 1 : -1;
            }
            if (b == ':') {
                colons++;
            } else if (Octets.hex(b) < 0 && b != '.') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isPort(byte[] bytes, int start, int end) {
        if (end - start > 5) {
            return false;
        }
        int port = 0;
        for (int position = start; position < end; position++) {
            if (!Octets.isDigit(bytes[position])) {
                return false;
            }
            port = port * 10 + bytes[position] - '0';
        }
        return port <= 65535;
    }
}

package org.netchestra.dispatcher.forwarding;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.IpLiteral;
import org.netchestra.core.config.Networks;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;

/**
 * Finds the client in what trusted proxies say of the way of a request: the last address that is none of theirs. What stands before it
 * could have been made up by the client itself. Stateless.
 */
public final class ForwardedChain {

    private static final byte[] FOR = {'f', 'o', 'r', '='};

    private ForwardedChain() {}

    /**
     * The client of a request that a trusted proxy passed on; null when its fields name none.
     *
     * @param field X-Forwarded-For, or Forwarded (RFC 7239)
     */
    public static @Nullable InetAddress client(MessageHead request, FieldName field, Networks trusted) {
        InetAddress first = null;
        for (int i = request.count() - 1; i >= 0; i--) {
            if (request.known(i) != field) {
                continue;
            }
            int end = request.valueEnd(i);
            while (end > request.valueStart(i)) {
                int start = elementStart(request, i, end);
                InetAddress address = address(request.bytes(), start, end, field == FieldName.FORWARDED);
                if (address == null) {
                    return first;
                }
                first = address;
                if (!trusted.contains(address)) {
                    return first;
                }
                end = start - 1;
            }
        }
        return first;
    }

    /** Where the last element of a list begins. */
    private static int elementStart(MessageHead request, int index, int end) {
        int start = end;
        while (start > request.valueStart(index) && request.bytes()[start - 1] != ',') {
            start--;
        }
        return start;
    }

    private static @Nullable InetAddress address(byte[] bytes, int start, int end, boolean named) {
        int from = named ? behindFor(bytes, start, end) : start;
        if (from < 0) {
            return null;
        }
        int to = from;
        while (to < end && bytes[to] != ';') {
            to++;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                .strip()
                .replace("\"", "");
        return IpLiteral.parse(withoutPort(text));
    }

    private static int behindFor(byte[] bytes, int start, int end) {
        for (int i = start; i + FOR.length <= end; i++) {
            boolean begins = i == start || bytes[i - 1] == ';' || Octets.isBlank(bytes[i - 1]);
            if (begins && Octets.equalsIgnoreCase(bytes, i, i + FOR.length, FOR)) {
                return i + FOR.length;
            }
        }
        return -1;
    }

    /** Without brackets and a port: {@code [2001:db8::1]:80}, {@code 192.0.2.7:80}. A bare IPv6 address has no port. */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}

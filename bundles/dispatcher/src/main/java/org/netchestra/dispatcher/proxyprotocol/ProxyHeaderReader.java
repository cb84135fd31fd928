package org.netchestra.dispatcher.proxyprotocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.IpLiteral;

/**
 * Reads headers of the PROXY protocol, versions 1 and 2. Strict: a proxy that may say who a client is has no reason to be sloppy.
 * Stateless.
 */
public final class ProxyHeaderReader {

    /** What can be said of some bytes. */
    public enum Verdict {
        /** They begin a header. */
        MORE,
        /** They begin with a whole header. */
        WHOLE,
        /** They are none. */
        MALFORMED
    }

    /**
     * @param header the header when the verdict is WHOLE, null otherwise
     */
    public record Result(Verdict verdict, @Nullable ProxyHeader header) {

        private static final Result MORE = new Result(Verdict.MORE, null);
        private static final Result MALFORMED = new Result(Verdict.MALFORMED, null);

        private static Result of(ProxyHeader header) {
            return new Result(Verdict.WHOLE, header);
        }
    }

    static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] PROXY = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final int LONGEST_LINE = 107;
    private static final int FIXED = 16;

    private ProxyHeaderReader() {}

    /** Looks at the bytes that a connection began with. */
    public static Result read(byte[] bytes, int length) {
        if (length == 0) {
            return Result.MORE;
        }
        return bytes[0] == PROXY[0] ? line(bytes, length) : binary(bytes, length);
    }

    // Version 1: PROXY TCP4 192.0.2.7 198.51.100.1 51234 443

    private static Result line(byte[] bytes, int length) {
        if (!begins(bytes, length, PROXY)) {
            return Result.MALFORMED;
        }
        int end = PROXY.length;
        int most = Math.min(length, LONGEST_LINE);
        while (end < most && bytes[end] != '\r') {
            end++;
        }
        if (end + 1 >= length && length < LONGEST_LINE) {
            return Result.MORE;
        }
        if (end + 1 >= most || bytes[end + 1] != '\n') {
            return Result.MALFORMED;
        }
        String rest = new String(bytes, PROXY.length, end - PROXY.length, StandardCharsets.ISO_8859_1);
        return words(rest, end + 2);
    }

    private static Result words(String line, int length) {
        if (line.equals("UNKNOWN") || line.startsWith("UNKNOWN ")) {
            return Result.of(ProxyHeader.withoutAddresses(length));
        }
        String[] words = line.split(" ", -1);
        if (words.length != 5 || !(words[0].equals("TCP4") || words[0].equals("TCP6"))) {
            return Result.MALFORMED;
        }
        boolean v6 = words[0].equals("TCP6");
        InetSocketAddress source = endpoint(words[1], words[3], v6);
        InetSocketAddress destination = endpoint(words[2], words[4], v6);
        return source == null || destination == null
                ? Result.MALFORMED
                : Result.of(new ProxyHeader(length, source, destination));
    }

    private static @Nullable InetSocketAddress endpoint(String host, String port, boolean v6) {
        InetAddress address = host.indexOf(':') >= 0 == v6 ? IpLiteral.parse(host) : null;
        boolean digits = !port.isEmpty()
                && port.length() <= 5
                && port.chars().allMatch(c -> c >= '0' && c <= '9')
                && (port.length() == 1 || port.charAt(0) != '0');
        int number = digits ? Integer.parseInt(port) : -1;
        return address == null || number < 0 || number > 65535 ? null : new InetSocketAddress(address, number);
    }

    // Version 2: signature, version and command, family and protocol, length, addresses, TLVs.

    private static Result binary(byte[] bytes, int length) {
        if (!begins(bytes, length, SIGNATURE)) {
            return Result.MALFORMED;
        }
        if (length < FIXED) {
            return Result.MORE;
        }
        int command = bytes[12] & 0xff;
        int whole = FIXED + number(bytes, 14);
        if (command >>> 4 != 2 || (command & 0xf) > 1 || whole > ProxyHeader.LONGEST) {
            return Result.MALFORMED;
        }
        if (length < whole) {
            return Result.MORE;
        }
        return command == 0x20
                ? Result.of(ProxyHeader.withoutAddresses(whole))
                : addresses(bytes, bytes[13] & 0xff, whole);
    }

    /** Only streams are relayed here; another family or protocol is to be accepted as "unspecified", says 2.2. */
    private static Result addresses(byte[] bytes, int family, int whole) {
        int size = family == 0x11 ? 4 : family == 0x21 ? 16 : 0;
        if (size == 0) {
            return family >>> 4 > 3 || (family & 0xf) > 2
                    ? Result.MALFORMED
                    : Result.of(ProxyHeader.withoutAddresses(whole));
        }
        int ports = FIXED + 2 * size;
        if (whole < ports + 4 || !areFieldsSound(bytes, ports + 4, whole)) {
            return Result.MALFORMED;
        }
        InetSocketAddress source = new InetSocketAddress(address(bytes, FIXED, size), number(bytes, ports));
        InetSocketAddress destination =
                new InetSocketAddress(address(bytes, FIXED + size, size), number(bytes, ports + 2));
        return Result.of(new ProxyHeader(whole, source, destination));
    }

    /** Whether type-length-value fields fill the rest exactly. What they say is of no use here. */
    private static boolean areFieldsSound(byte[] bytes, int start, int end) {
        int position = start;
        while (position + 3 <= end) {
            position += 3 + number(bytes, position + 1);
        }
        return position == end;
    }

    private static InetAddress address(byte[] bytes, int start, int size) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, start, start + size));
        } catch (UnknownHostException wrongSize) {
            throw new IllegalArgumentException("size: " + size + " (expected: 4 or 16)", wrongSize);
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static boolean begins(byte[] bytes, int length, byte[] with) {
        int compared = Math.min(length, with.length);
        return Arrays.equals(bytes, 0, compared, with, 0, compared);
    }
}

package org.netchestra.api.cluster;

import java.util.Objects;

/**
 * A network endpoint: host name or literal address, and port.
 *
 * @param host host name, IPv4 address, or IPv6 address without brackets
 * @param port 1..65535, or 0 where "any free port" is meant
 */
public record ServerAddress(String host, int port) {

    public ServerAddress {
        Objects.requireNonNull(host, "host");
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host: (empty) (expected: a host name or an address)");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
    }

    /**
     * Reads {@code host:port}, {@code [v6]:port}.
     *
     * @throws IllegalArgumentException when the text is neither; the message says what was expected
     */
    public static ServerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw malformed(text);
        }
        return new ServerAddress(hostPart(text, text.substring(0, colon)), portPart(text, text.substring(colon + 1)));
    }

    private static String hostPart(String text, String host) {
        if (host.startsWith("[") && host.endsWith("]") && host.length() > 2) {
            return requireHostCharacters(text, host.substring(1, host.length() - 1), ":.%");
        }
        return requireHostCharacters(text, host, ".-_");
    }

    private static String requireHostCharacters(String text, String host, String punctuation) {
        boolean ok =
                host.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || punctuation.indexOf(c) >= 0));
        if (!ok) {
            throw malformed(text);
        }
        return host;
    }

    private static int portPart(String text, String port) {
        boolean digits = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(port) : -1;
        if (value < 0 || value > 65535) {
            throw malformed(text);
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "address: " + text + " (expected: host:port or [IPv6 address]:port, with a port of 0..65535)");
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}

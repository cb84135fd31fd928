package org.netchestra.dispatcher.semantics;

import org.netchestra.dispatcher.message.Octets;

/**
 * Compares a request's path with the path of a route as servers read it: a percent-encoded character equals itself, several slashes
 * are one, a backslash is a slash, and path parameters ({@code ;v=1}) belong to no segment. Stateless.
 *
 * <p>Otherwise {@code //admin/}, {@code /%61dmin/}, {@code /admin%2f} or {@code /admin;/} would get past a route for {@code /admin/}
 * and be understood behind it: each by some servers, and a route must hold for all of them.
 */
public final class PathMatch {

    private static final int NONE = -1;

    private PathMatch() {}

    /**
     * Whether a path begins with a literal.
     *
     * @return the index in {@code bytes} behind the part that equals the literal, or -1
     */
    public static int prefix(byte[] bytes, int start, int end, byte[] literal) {
        int position = start;
        for (byte expected : literal) {
            position = expected == '/' ? slashes(bytes, position, end) : character(bytes, position, end, expected);
            if (position == NONE) {
                return NONE;
            }
        }
        return position;
    }

    /** The position behind the path parameters that begin at a position, if any do; what a segment is called does not depend on them. */
    public static int behindParameters(byte[] bytes, int start, int end) {
        int position = start;
        if (position < end && bytes[position] == ';') {
            while (position < end && !isSeparator(bytes, position, end)) {
                position++;
            }
        }
        return position;
    }

    /** Whether a path has a segment {@code .} or {@code ..}, encoded or not: servers resolve these, so that routes cannot judge it. */
    public static boolean hasDotSegment(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (isSeparator(bytes, i, end) && isDotSegment(bytes, i + width(bytes, i, end), end)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a path has an encoded octet that ends it for some servers ({@code %00}), or begins a character that is longer than it needs
     * to be (RFC 3629 section 10): {@code %c0%af} is a slash for some, and nothing for others.
     */
    public static boolean hasStrayOctet(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (isEncoded(bytes, i, end) && isStray(encoded(bytes, i), bytes, i + 3, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStray(int octet, byte[] bytes, int next, int end) {
        int second = next < end && isEncoded(bytes, next, end) ? encoded(bytes, next) : 0xff;
        return switch (octet) {
            case 0, 0xc0, 0xc1 -> true;
            case 0xe0 -> second < 0xa0;
            case 0xf0 -> second < 0x90;
            default -> false;
        };
    }

    private static boolean isDotSegment(byte[] bytes, int start, int end) {
        int position = start;
        int dots = 0;
        while (position < end && decoded(bytes, position, end) == '.') {
            position += width(bytes, position, end);
            dots++;
        }
        // A path parameter may hide a segment: servers of servlets cut it off before they resolve.
        boolean over = position == end || isSeparator(bytes, position, end) || decoded(bytes, position, end) == ';';
        return over && (dots == 1 || dots == 2);
    }

    /** Takes what stands for one slash: several, in whatever form, and the parameters in front of and between them. */
    private static int slashes(byte[] bytes, int start, int end) {
        boolean found = false;
        int position = behindParameters(bytes, start, end);
        while (position < end && isSeparator(bytes, position, end)) {
            found = true;
            position = behindParameters(bytes, position + width(bytes, position, end), end);
        }
        return found ? position : NONE;
    }

    private static boolean isSeparator(byte[] bytes, int position, int end) {
        byte plain = bytes[position];
        if (plain == '%') {
            int octet = decoded(bytes, position, end);
            return octet == '/' || octet == '\\';
        }
        return plain == '/' || plain == '\\';
    }

    private static int character(byte[] bytes, int position, int end, byte expected) {
        if (position < end && bytes[position] == expected) {
            return position + 1;
        }
        boolean same = position < end && decoded(bytes, position, end) == expected;
        return same ? position + width(bytes, position, end) : NONE;
    }

    private static int decoded(byte[] bytes, int position, int end) {
        return isEncoded(bytes, position, end) ? encoded(bytes, position) : bytes[position];
    }

    private static int encoded(byte[] bytes, int position) {
        return Octets.hex(bytes[position + 1]) << 4 | Octets.hex(bytes[position + 2]);
    }

    private static int width(byte[] bytes, int position, int end) {
        return isEncoded(bytes, position, end) ? 3 : 1;
    }

    private static boolean isEncoded(byte[] bytes, int position, int end) {
        return bytes[position] == '%'
                && position + 2 < end
                && Octets.hex(bytes[position + 1]) >= 0
                && Octets.hex(bytes[position + 2]) >= 0;
    }
}

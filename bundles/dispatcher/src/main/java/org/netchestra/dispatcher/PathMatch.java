package org.netchestra.dispatcher;

/**
 * Compares a request's path with the path of a route as servers read it: a percent-encoded character equals itself, and several
 * slashes are one. Stateless.
 *
 * <p>Otherwise {@code //admin/} or {@code /%61dmin/} would get past a route for {@code /admin/} and be understood behind it.
 */
final class PathMatch {

    private static final int NONE = -1;

    private PathMatch() {}

    /**
     * Whether a path begins with a literal.
     *
     * @return the index in {@code bytes} behind the part that equals the literal, or -1
     */
    static int prefix(byte[] bytes, int start, int end, byte[] literal) {
        int position = start;
        for (byte expected : literal) {
            position = expected == '/' ? slashes(bytes, position, end) : character(bytes, position, end, expected);
            if (position == NONE) {
                return NONE;
            }
        }
        return position;
    }

    /** Whether a path has a segment {@code .} or {@code ..}, encoded or not: servers resolve these, so that routes cannot judge it. */
    static boolean hasDotSegment(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '/' && isDotSegment(bytes, i + 1, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDotSegment(byte[] bytes, int start, int end) {
        int position = start;
        int dots = 0;
        while (position < end && decoded(bytes, position, end) == '.') {
            position += width(bytes, position, end);
            dots++;
        }
        // A path parameter may hide a segment: servers of servlets cut it off before they resolve.
        boolean over = position == end || bytes[position] == '/' || bytes[position] == ';';
        return over && (dots == 1 || dots == 2);
    }

    private static int slashes(byte[] bytes, int start, int end) {
        int position = start;
        while (position < end && bytes[position] == '/') {
            position++;
        }
        return position > start ? position : NONE;
    }

    private static int character(byte[] bytes, int position, int end, byte expected) {
        if (position < end && bytes[position] == expected) {
            return position + 1;
        }
        boolean same = position < end && decoded(bytes, position, end) == expected;
        return same ? position + width(bytes, position, end) : NONE;
    }

    private static int decoded(byte[] bytes, int position, int end) {
        return isEncoded(bytes, position, end)
                ? Octets.HEX[bytes[position + 1] & 0xff] << 4 | Octets.HEX[bytes[position + 2] & 0xff]
                : bytes[position];
    }

    private static int width(byte[] bytes, int position, int end) {
        return isEncoded(bytes, position, end) ? 3 : 1;
    }

    private static boolean isEncoded(byte[] bytes, int position, int end) {
        return bytes[position] == '%'
                && position + 2 < end
                && Octets.HEX[bytes[position + 1] & 0xff] >= 0
                && Octets.HEX[bytes[position + 2] & 0xff] >= 0;
    }
}

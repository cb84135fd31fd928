package org.netchestra.dispatcher.semantics;

import org.netchestra.dispatcher.message.Octets;

/** The two fields that say how long a body is, read from a head (RFC 9112 section 6). Reused; confined to one event loop. */
final class Framing {

    private static final byte[] CHUNKED = {'c', 'h', 'u', 'n', 'k', 'e', 'd'};

    /** 18 digits always fit a long. */
    private static final int MAX_DIGITS = 18;

    private boolean coded;
    private long length;

    void clear() {
        coded = false;
        length = -1;
    }

    /** Whether the body is chunked. */
    boolean isChunked() {
        return coded;
    }

    /** The declared length, or -1. */
    long length() {
        return length;
    }

    /** Takes a Content-Length field; whether it is the only one, and a plain number. */
    boolean readLength(byte[] bytes, int start, int end) {
        if (length >= 0 || start == end || end - start > MAX_DIGITS) {
            return false;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
            value = value * 10 + bytes[i] - '0';
        }
        length = value;
        return true;
    }

    /** Takes a Transfer-Encoding field; whether it is the only one, and "chunked". */
    boolean readCoding(byte[] bytes, int start, int end) {
        if (coded || !Octets.equalsIgnoreCase(bytes, start, end, CHUNKED)) {
            return false;
        }
        coded = true;
        return true;
    }

    /** Whether a coding that {@link #readCoding} refused is at least a list of tokens that ends in chunked. */
    boolean isUnknownCoding(byte[] bytes, int start, int end) {
        int last = start;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == ',' && i == last) {
                return false;
            }
            if (b == ',') {
                last = i + 1;
            } else if (Octets.isBlank(b) && i == last) {
                last++;
            } else if (!Octets.isToken(b) && !Octets.isBlank(b)) {
                return false;
            }
        }
        return !coded && Octets.equalsIgnoreCase(bytes, last, end, CHUNKED);
    }
}

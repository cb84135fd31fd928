package org.netchestra.accesslog;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One line in the making, as bytes. What is not known to be plain ASCII must come in through an {@link Escaping}. Not
 * thread-safe; it changes hands once, through the queue.
 */
final class Line {

    private static final int TYPICAL_BYTES = 384;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private byte[] bytes = new byte[TYPICAL_BYTES];
    private int length;

    int length() {
        return length;
    }

    /** The memory it takes, which may be more than its length. */
    int capacity() {
        return bytes.length;
    }

    Line put(char ascii) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Text of this bundle's own, in ASCII. */
    Line put(String ascii) {
        int count = ascii.length();
        if (bytes.length - length < count) {
            grow(count);
        }
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    Line put(long number) {
        if (number < 0) {
            return put(Long.toString(number));
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return padded(number, digits);
    }

    /** With leading zeros. */
    Line padded(long number, int digits) {
        if (bytes.length - length < digits) {
            grow(digits);
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** The lower eight bits as two digits. */
    Line hex(int octet) {
        return put((char) HEX[octet >> 4 & 15]).put((char) HEX[octet & 15]);
    }

    void copyTo(ByteBuffer target) {
        target.put(bytes, 0, length);
    }

    ByteBuffer asBuffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void grow(int atLeast) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + atLeast));
    }
}

package org.netchestra.workload.generator;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A line of a reply's head or framing, gathered from as many pieces as it comes in. Not thread-safe. */
final class Line {
    private final byte[] bytes = new byte[16 * 1024];
    private int length;

    void clear() {
        length = 0;
    }

    /** Takes bytes up to the end of the line, which is CR LF and nothing else (RFC 9112, 2.2, strictly). */
    ReplyParser.Progress take(ByteBuf in) {
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int taken = (end < 0 ? in.writerIndex() : end + 1) - in.readerIndex();
        if (length + taken > bytes.length) {
            return ReplyParser.Progress.MALFORMED;
        }
        in.readBytes(bytes, length, taken);
        length += taken;
        if (end < 0) {
            return ReplyParser.Progress.MORE;
        }
        if (length < 2 || bytes[length - 2] != '\r') {
            return ReplyParser.Progress.MALFORMED;
        }
        length -= 2;
        return ReplyParser.Progress.WHOLE;
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    /** Where the character is first, or -1. */
    int indexOf(char c) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the line starts with these characters, whatever their case; they are given in lower case. */
    boolean startsWith(String lowerCase) {
        if (length < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[i];
            int lower = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rest of the line from {@code start} is this text. */
    boolean endsWith(int start, String text) {
        if (length - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where a field's value starts. */
    int valueAfter(int colon) {
        int start = colon + 1;
        while (start < length && (bytes[start] == ' ' || bytes[start] == '\t')) {
            start++;
        }
        return start;
    }

    /** A field's value. */
    String textAfter(int colon) {
        int start = valueAfter(colon);
        return new String(bytes, start, length - start, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** The decimal number between two places, or -1 when it is none. */
    long number(int from, int to) {
        return number(from, to, 10);
    }

    /** The hexadecimal number at the start of the line up to a place, or -1 when it is none. */
    long hexNumber(int to) {
        return number(0, to, 16);
    }

    private long number(int from, int to, int radix) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(bytes[i], radix);
            if (digit < 0 || number > Long.MAX_VALUE / 32) {
                return -1;
            }
            number = number * radix + digit;
        }
        return from < to ? number : -1;
    }
}

package org.netchestra.dispatcher.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes message heads from their parsed form into a growing array: start line, the fields that were not dropped, and what the
 * dispatcher adds. Reused; confined to one event loop.
 */
public final class HeadWriter {

    private static final byte[] HTTP_1_1 = ascii("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] CRLF = ascii("\r\n");

    private byte[] bytes = new byte[2048];
    private int length;

    public void clear() {
        length = 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Writes the method of a request and the blank behind it. */
    public void method(MessageHead request) {
        put(request.bytes(), request.methodStart, request.methodEnd);
        put((byte) ' ');
    }

    /** Writes the start line and the fields of a reply. What frames the body and ends the head must follow. */
    public void reply(MessageHead reply) {
        put(HTTP_1_1);
        decimal(reply.status());
        put((byte) ' ');
        put(reply.bytes(), reply.reasonStart, reply.reasonEnd);
        put(CRLF);
        fields(reply);
    }

    /** Writes the fields that frame a body; none when it is neither chunked nor of a length of 0 or more. */
    public void framing(boolean chunked, long contentLength) {
        if (chunked) {
            put(CHUNKED);
        } else if (contentLength >= 0) {
            put(CONTENT_LENGTH);
            decimal(contentLength);
            put(CRLF);
        }
    }

    public void connectionClose() {
        put(CLOSE);
    }

    /** For a client that speaks HTTP/1.0 and asked for it. */
    public void connectionKeepAlive() {
        put(KEEP_ALIVE);
    }

    /** The fields of a request for a WebSocket, and of the reply 101. */
    public void connectionUpgrade() {
        put(UPGRADE);
    }

    public void endOfHead() {
        put(CRLF);
    }

    /**
     * Copies all fields that were not dropped, a run of neighbours at once. The lines are as the peer wrote them: the parser has
     * accepted every octet, and the fields that steer anybody's framing are never among them.
     */
    public void fields(MessageHead head) {
        int count = head.count();
        int index = 0;
        while (index < count) {
            if (head.isDropped(index)) {
                index++;
                continue;
            }
            int start = head.nameStart(index);
            while (index < count && !head.isDropped(index)) {
                index++;
            }
            put(head.bytes(), start, index < count ? head.nameStart(index) : head.fieldsEnd);
        }
    }

    /** Writes one octet. */
    public void put(byte b) {
        ensureRoom(1);
        bytes[length++] = b;
    }

    /** Writes octets as they are. */
    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /** Writes a slice as it is. */
    public void put(byte[] source, int start, int end) {
        int count = end - start;
        ensureRoom(count);
        System.arraycopy(source, start, bytes, length, count);
        length += count;
    }

    /** Writes a number of 0 or more in base 10. */
    public void decimal(long value) {
        ensureRoom(20);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** Writes the lowest digits of a number in base 16. */
    public void hexadecimal(long value, int digits) {
        ensureRoom(digits);
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length++] = (byte) Character.forDigit((int) (value >>> (4 * i)) & 15, 16);
        }
    }

    /** Writes the trailer section: the fields and the empty line. */
    public void trailer(MessageHead trailer) {
        fields(trailer);
        put(CRLF);
    }

    private void ensureRoom(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    /** A text of ASCII as its octets. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

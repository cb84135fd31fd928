package org.netchestra.dispatcher.http2head;

import java.util.Arrays;
import org.netchestra.dispatcher.message.FieldLines;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Octets;

/**
 * Shows a request that was written for a server as the fields that HTTP/2 has for it (RFC 9113 sections 8.2 and 8.3.1): so a server
 * hears the same in either protocol. Stateless.
 */
public final class Http2RequestFields {

    private static final byte[] METHOD = HeadWriter.ascii(":method");
    private static final byte[] SCHEME = HeadWriter.ascii(":scheme");
    private static final byte[] PATH = HeadWriter.ascii(":path");
    private static final byte[] AUTHORITY = HeadWriter.ascii(":authority");
    private static final byte[] HTTP = HeadWriter.ascii("http");
    private static final byte[] HTTPS = HeadWriter.ascii("https");
    private static final int VERSION_LENGTH = " HTTP/1.1\r\n".length();

    private Http2RequestFields() {}

    /**
     * Shows the fields in their order.
     *
     * @param written a whole head as it is written for a server, Host first
     * @param secure whether it goes to the server within TLS
     */
    public static void forEach(HeadWriter written, boolean secure, FieldLines.Visitor visitor) {
        byte[] bytes = written.bytes();
        int space = indexOf(bytes, 0, ' ');
        int lineEnd = indexOf(bytes, space, '\n') + 1;
        visitor.field(METHOD, Arrays.copyOfRange(bytes, 0, space));
        visitor.field(SCHEME, secure ? HTTPS : HTTP);
        visitor.field(PATH, Arrays.copyOfRange(bytes, space + 1, lineEnd - VERSION_LENGTH));
        int end = written.length() - 2;
        for (int start = lineEnd; start < end; ) {
            int next = indexOf(bytes, start, '\n') + 1;
            line(bytes, start, next - 2, visitor);
            start = next;
        }
    }

    private static void line(byte[] bytes, int start, int end, FieldLines.Visitor visitor) {
        int colon = start;
        int hash = 0;
        while (bytes[colon] != ':') {
            hash = FieldName.hash(hash, bytes[colon++]);
        }
        FieldName known = FieldName.lookup(hash, bytes, start, colon);
        byte[] value = value(bytes, colon + 1, end);
        if (known == FieldName.HOST) {
            visitor.field(AUTHORITY, value);
        } else if (known != FieldName.CONNECTION
                && known != FieldName.TRANSFER_ENCODING
                && known != FieldName.UPGRADE) {
            visitor.field(FieldLines.lowerCase(bytes, start, colon), value);
        }
    }

    private static byte[] value(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Octets.isBlank(bytes[start])) {
            start++;
        }
        while (end > start && Octets.isBlank(bytes[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(bytes, start, end);
    }

    private static int indexOf(byte[] bytes, int from, char sought) {
        int index = from;
        while (bytes[index] != sought) {
            index++;
        }
        return index;
    }
}

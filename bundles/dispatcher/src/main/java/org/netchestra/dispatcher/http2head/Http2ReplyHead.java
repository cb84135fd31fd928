package org.netchestra.dispatcher.http2head;

import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;
import org.netchestra.dispatcher.message.Trailers;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/** A header or trailer section of an HTTP/2 reply (RFC 9113 section 8.3.2), read as a head of HTTP/1.1. */
public final class Http2ReplyHead extends Http2Section {

    private static final byte[] STATUS = HeadWriter.ascii(":status");
    private static final byte[] HTTP_1_1 = HeadWriter.ascii("HTTP/1.1 ");
    private static final byte[] EMPTY = HeadWriter.ascii("content-length: 0\r\n");

    private int status;

    @Override
    public void clear() {
        super.clear();
        status = 0;
    }

    /** The status code; 0 when there is none. */
    public int status() {
        return status;
    }

    @Override
    boolean pseudo(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        if (status != 0 || !isWord(name, nameStart, nameEnd, STATUS) || valueEnd - valueStart != 3) {
            return false;
        }
        int code = 0;
        for (int i = valueStart; i < valueEnd; i++) {
            if (!Octets.isDigit(value[i])) {
                return false;
            }
            code = code * 10 + value[i] - '0';
        }
        status = code;
        return true;
    }

    @Override
    boolean special(FieldName name, byte[] value, int start, int end) {
        return false;
    }

    /**
     * Reads what came as a reply's head.
     *
     * @param toHead whether it answers a HEAD request
     * @param ended whether neither body nor trailers follow
     * @return false when it is malformed
     */
    public boolean read(MessageHead into, ReplySemantics semantics, boolean toHead, boolean ended) {
        into.clear();
        // RFC 9113 section 8.6: there is no 101; section 8.1: an interim reply ends no stream.
        if (isMalformed() || isTooLarge() || status == 0 || status == 101 || (status < 200 && ended)) {
            return false;
        }
        boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
        whole.put(HTTP_1_1);
        whole.decimal(status);
        whole.put((byte) ' ');
        whole.put(CRLF);
        writeLines();
        if (!bodiless && !isLengthKnown()) {
            if (ended) {
                whole.put(EMPTY);
            } else {
                writeChunked();
            }
        }
        endHead(into);
        return whole.length() <= HttpLimits.REPLY.headBytes()
                && HeadParser.parseReply(into, HttpLimits.REPLY) == whole.length()
                && semantics.read(into, toHead, false) == null
                && (bodiless || !ended || semantics.contentLength() == 0);
    }

    /** Reads what came as a trailer section, without the fields that mean nothing behind a body; false when it is malformed. */
    public boolean readTrailer(MessageHead into, HttpLimits limits) {
        if (!parseTrailer(into, limits)) {
            return false;
        }
        Trailers.dropForbidden(into);
        return true;
    }
}

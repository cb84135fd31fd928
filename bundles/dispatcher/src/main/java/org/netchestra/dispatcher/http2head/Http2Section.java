package org.netchestra.dispatcher.http2head;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;
import org.netchestra.dispatcher.message.Refusal;

/**
 * The fields of one HTTP/2 header section, put into lines of HTTP/1.1 that the same strict parser reads as every other head: what the
 * other side gets cannot depend on the protocol of this one. What RFC 9113 sections 8.2 and 8.3 forbid makes the section malformed
 * before, above all octets that would end a line.
 *
 * <p>Reused from one section to the next; confined to one event loop.
 */
public abstract class Http2Section {

    static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] SEPARATOR = {':', ' '};
    private static final byte[] CHUNKED = HeadWriter.ascii("transfer-encoding: chunked\r\n");

    final HeadWriter whole = new HeadWriter();
    private final HeadWriter lines = new HeadWriter();
    private boolean pseudo;
    private boolean regular;
    private boolean lengthKnown;
    private boolean malformed;
    private boolean tooLarge;

    /** Forgets the last section. */
    public void clear() {
        whole.clear();
        lines.clear();
        pseudo = false;
        regular = false;
        lengthKnown = false;
        malformed = false;
        tooLarge = false;
    }

    /** There were more octets of fields than this side has announced to take; not all of them came here. */
    public final void tooLarge() {
        tooLarge = true;
    }

    /** Takes one field, in the order of the section; copies what it keeps. */
    public final void field(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        if (!isValue(value, valueStart, valueEnd)) {
            malformed = true;
        } else if (nameStart < nameEnd && name[nameStart] == ':') {
            // RFC 9113 section 8.3: in front of all others, each once, and none but these.
            pseudo = true;
            malformed |= regular || !pseudo(name, nameStart, nameEnd, value, valueStart, valueEnd);
        } else {
            regular = true;
            regular(name, nameStart, nameEnd, value, valueStart, valueEnd);
        }
    }

    /** Takes a pseudo-header field; false when it is none that may come now. */
    abstract boolean pseudo(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd);

    /** Takes a regular field that has a meaning of its own here; false when it becomes a line like any other. */
    abstract boolean special(FieldName name, byte[] value, int start, int end);

    /** RFC 9113 section 8.2.1: a token without capital letters; what concerns one connection is no field of HTTP/2. */
    private void regular(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        int hash = 0;
        for (int i = nameStart; i < nameEnd; i++) {
            byte octet = name[i];
            if (!Octets.isToken(octet) || (octet >= 'A' && octet <= 'Z')) {
                malformed = true;
                return;
            }
            hash = FieldName.hash(hash, octet);
        }
        if (nameStart == nameEnd) {
            malformed = true;
            return;
        }
        FieldName known = FieldName.lookup(hash, name, nameStart, nameEnd);
        if (known == null || !isExact(known, name, nameStart)) {
            line(name, nameStart, nameEnd, value, valueStart, valueEnd);
            return;
        }
        switch (known) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> malformed = true;
            default -> {
                lengthKnown |= known == FieldName.CONTENT_LENGTH;
                if (!special(known, value, valueStart, valueEnd)) {
                    line(name, nameStart, nameEnd, value, valueStart, valueEnd);
                }
            }
        }
    }

    /** Whether it is the name itself and no imitation with underscores, which the parser judges. */
    private static boolean isExact(FieldName known, byte[] name, int start) {
        String text = known.text();
        for (int i = 0; i < text.length(); i++) {
            if (name[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void line(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        lines.put(name, nameStart, nameEnd);
        lines.put(SEPARATOR);
        lines.put(value, valueStart, valueEnd);
        lines.put(CRLF);
    }

    void malformed() {
        malformed = true;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    boolean isMalformed() {
        return malformed;
    }

    boolean isLengthKnown() {
        return lengthKnown;
    }

    /** Writes the lines of the regular fields. */
    void writeLines() {
        whole.put(lines.bytes(), 0, lines.length());
    }

    /** Says in HTTP/1.1 that a body of unknown length follows. */
    void writeChunked() {
        whole.put(CHUNKED);
    }

    /** Ends the head that was written, and gives its bytes away. */
    void endHead(MessageHead into) {
        whole.put(CRLF);
        into.fill(ByteBuffer.wrap(whole.bytes(), 0, whole.length()));
    }

    /** Reads the section as one of trailers; false when it is malformed. */
    boolean parseTrailer(MessageHead into, HttpLimits limits) {
        if (malformed || tooLarge || pseudo || lines.length() >= limits.headBytes()) {
            return false;
        }
        whole.clear();
        writeLines();
        endHead(into);
        return HeadParser.parseTrailer(into, limits) == whole.length();
    }

    /** The refusal that the parser found, or another one when it found the head not to end where it should. */
    static Refusal found(MessageHead head, int end, Refusal otherwise) {
        @Nullable Refusal refusal = head.refusal();
        return end == HeadParser.REFUSED && refusal != null ? refusal : otherwise;
    }

    static boolean isWord(byte[] bytes, int start, int end, byte[] word) {
        if (end - start != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[start + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** No control characters, and no blanks around it (RFC 9113 section 8.2.1). */
    private static boolean isValue(byte[] value, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Octets.isValue(value[i])) {
                return false;
            }
        }
        return start == end || !(Octets.isBlank(value[start]) || Octets.isBlank(value[end - 1]));
    }
}

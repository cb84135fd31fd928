package org.netchestra.dispatcher.semantics;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;

/**
 * What a request is called in logs and for its server: what a trusted client calls it, or a name made here, of 16 random and 12 counted
 * hexadecimal digits. Reused; confined to one event loop.
 */
public final class RequestId {

    private static final byte[] FIELD = HeadWriter.ascii("X-Request-Id: ");
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int LONGEST = 128;
    private static final int RANDOM_DIGITS = 16;
    private static final int COUNTED_DIGITS = 12;

    private @Nullable MessageHead from;
    private int index;
    private boolean made;
    private long random;
    private long counted;

    /** Forgets the request. */
    public void clear() {
        from = null;
        made = false;
    }

    /**
     * Names a request.
     *
     * @param trusted whether the client's name for it is taken, when that is sound
     * @param randomPart the same for all names of one event loop, other for any other one
     * @param count grows with every name
     */
    public void set(MessageHead request, boolean trusted, long randomPart, long count) {
        for (int i = 0; i < request.count(); i++) {
            if (request.known(i) == FieldName.X_REQUEST_ID) {
                if (trusted && from == null && isSound(request, i)) {
                    from = request;
                    index = i;
                } else {
                    request.drop(i);
                }
            }
        }
        made = from == null;
        random = randomPart;
        counted = count;
    }

    /** Whether it can stand in a log and in a header as it is. */
    private static boolean isSound(MessageHead request, int index) {
        int start = request.valueStart(index);
        int end = request.valueEnd(index);
        for (int i = start; i < end; i++) {
            byte b = request.bytes()[i];
            if (b <= ' ' || b >= 0x7f || b == '"' || b == '\\') {
                return false;
            }
        }
        return end > start && end - start <= LONGEST;
    }

    /** Writes the field of a name that was made here; another one is among the request's own fields. */
    public void write(HeadWriter out) {
        if (made) {
            out.put(FIELD);
            out.hexadecimal(random, RANDOM_DIGITS);
            out.hexadecimal(counted, COUNTED_DIGITS);
            out.put(CRLF);
        }
    }

    /** The name; empty when the request has none. Allocates. */
    @Override
    public String toString() {
        MessageHead given = from;
        if (given != null) {
            return given.value(index);
        }
        return made ? digits(random, RANDOM_DIGITS) + digits(counted, COUNTED_DIGITS) : "";
    }

    private static String digits(long value, int digits) {
        String text = Long.toHexString(value);
        return text.length() > digits
                ? text.substring(text.length() - digits)
                : "0".repeat(digits - text.length()) + text;
    }
}

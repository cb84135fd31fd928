package org.netchestra.dispatcher.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.RequestKey;

/**
 * The head of a request or reply as a table of offsets into its bytes: nothing is copied out or made a string until
 * somebody asks.
 *
 * <p>Reused from one message to the next; what {@link HeadParser} finds is valid until {@link #clear()}. Confined to the event
 * loop that fills it.
 */
public final class MessageHead {

    private static final int STRIDE = 4;
    private static final byte[] EVENT_STREAM = "text/event-stream".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GRPC = "application/grpc".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_CAPACITY = 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    private int[] offsets = new int[24 * STRIDE];
    private @Nullable FieldName[] known = new FieldName[24];
    private boolean[] dropped = new boolean[24];
    private int count;

    int methodStart;
    int methodEnd;
    int targetStart;
    int targetEnd;
    int minorVersion;
    private boolean http2;
    int status;
    int reasonStart;
    int reasonEnd;

    /** Where the empty line starts that ends the fields. */
    int fieldsEnd;

    @Nullable
    Refusal refusal;

    /** Forgets the message and its bytes. */
    public void clear() {
        length = 0;
        clearTable();
    }

    /** Forgets what was parsed but keeps the bytes, for another attempt at parsing when more have come. */
    void clearTable() {
        count = 0;
        methodStart = 0;
        methodEnd = 0;
        targetStart = 0;
        targetEnd = 0;
        minorVersion = 1;
        http2 = false;
        status = 0;
        reasonStart = 0;
        reasonEnd = 0;
        fieldsEnd = 0;
        refusal = null;
    }

    /** Gives up memory that an unusual message needed. */
    public void trim() {
        if (bytes.length > 4 * FIRST_CAPACITY) {
            bytes = new byte[FIRST_CAPACITY];
            length = 0;
        }
    }

    /** The message's bytes; the first {@link #length()} of them are valid. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Room for more bytes without growing. */
    public int room() {
        return bytes.length - length;
    }

    /** Makes room for at least one more byte, up to a limit of the whole; false when the limit is reached. */
    public boolean grow(int limit) {
        if (length >= limit) {
            return false;
        }
        if (room() == 0) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, bytes.length * 4));
        }
        return true;
    }

    /** Says that bytes up to this length were written into {@link #bytes()}. */
    public void setLength(int length) {
        this.length = length;
    }

    /** Whether a line feed is among the bytes from an index on. */
    public boolean hasLineFeed(int from) {
        for (int i = from; i < length; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    void addField(@Nullable FieldName name, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (count == known.length) {
            known = Arrays.copyOf(known, count * 2);
            dropped = Arrays.copyOf(dropped, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2 * STRIDE);
        }
        int at = count * STRIDE;
        offsets[at] = nameStart;
        offsets[at + 1] = nameEnd;
        offsets[at + 2] = valueStart;
        offsets[at + 3] = valueEnd;
        known[count] = name;
        dropped[count] = false;
        count++;
    }

    /** Number of field lines. */
    public int count() {
        return count;
    }

    /** Which of the known names a field has, or null. */
    @Nullable
    public FieldName known(int index) {
        return known[index];
    }

    /** Where the name of a field begins in {@link #bytes()}. */
    public int nameStart(int index) {
        return offsets[index * STRIDE];
    }

    /** Where the name of a field ends: its colon. */
    public int nameEnd(int index) {
        return offsets[index * STRIDE + 1];
    }

    /** Where the value of a field begins, without blanks. */
    public int valueStart(int index) {
        return offsets[index * STRIDE + 2];
    }

    /** Where the value of a field ends, without blanks. */
    public int valueEnd(int index) {
        return offsets[index * STRIDE + 3];
    }

    /** Marks a field as one that is not passed on. */
    public void drop(int index) {
        dropped[index] = true;
    }

    /** Whether a field is not passed on. */
    public boolean isDropped(int index) {
        return dropped[index];
    }

    /** The index of the first field with a name, or -1. */
    public int indexOf(FieldName name) {
        for (int i = 0; i < count; i++) {
            if (known[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a field has this name, in any case of letters. */
    public boolean nameEquals(int index, String name) {
        int start = nameStart(index);
        if (nameEnd(index) - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase(name.charAt(i)) != Character.toLowerCase((char) bytes[start + i])) {
                return false;
            }
        }
        return true;
    }

    /** The first value of a field as text, one character a byte; null when there is none. */
    public @Nullable String value(String name) {
        for (int i = 0; i < count; i++) {
            if (nameEquals(i, name)) {
                return value(i);
            }
        }
        return null;
    }

    /** All values of a field as one text, parted so; null when there is none. */
    public @Nullable String joinedValue(String name, String parted) {
        String joined = null;
        for (int i = 0; i < count; i++) {
            if (!dropped[i] && nameEquals(i, name)) {
                joined = joined == null ? value(i) : joined + parted + value(i);
            }
        }
        return joined;
    }

    /** Whether the client gave an idempotency key that servers see (draft-ietf-httpapi-idempotency-key-header). */
    public boolean hasIdempotencyKey() {
        int index = indexOf(FieldName.IDEMPOTENCY_KEY);
        return index >= 0 && !dropped[index];
    }

    /**
     * Gives the message one field of this name, in place of any that it has.
     *
     * @param name a token
     * @param value without control characters
     */
    public void set(String name, String value) {
        drop(name);
        add(name, value);
    }

    /**
     * Gives the message one more field.
     *
     * @param name a token
     * @param value without control characters
     */
    public void add(String name, String value) {
        int nameStart = fieldsEnd;
        byte[] line = (name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        int rest = length - fieldsEnd;
        if (room() < line.length) {
            bytes = Arrays.copyOf(bytes, length + line.length);
        }
        System.arraycopy(bytes, fieldsEnd, bytes, fieldsEnd + line.length, rest);
        System.arraycopy(line, 0, bytes, fieldsEnd, line.length);
        length += line.length;
        fieldsEnd += line.length;
        int nameEnd = nameStart + name.length();
        addField(null, nameStart, nameEnd, nameEnd + 2, nameEnd + 2 + value.length());
    }

    /** Whether its body is a stream of events, which is read as it comes. */
    public boolean isEventStream() {
        int index = indexOf(FieldName.CONTENT_TYPE);
        return index >= 0 && Octets.startsWithIgnoreCase(bytes, valueStart(index), valueEnd(index), EVENT_STREAM);
    }

    /** Whether it is of gRPC, where either side may wait for the other in the middle of its body. */
    public boolean isGrpc() {
        int index = indexOf(FieldName.CONTENT_TYPE);
        return index >= 0 && Octets.startsWithIgnoreCase(bytes, valueStart(index), valueEnd(index), GRPC);
    }

    /** Takes every field of a name away. */
    public void drop(String name) {
        for (int i = 0; i < count; i++) {
            if (nameEquals(i, name)) {
                dropped[i] = true;
            }
        }
    }

    /** Points {@code into} at the value that a reply gives a cookie; false when it sets none of this name. */
    public boolean cookieSet(String name, RequestKey into) {
        for (int i = 0; i < count; i++) {
            if (known[i] == FieldName.SET_COOKIE && isCookie(i, name)) {
                int start = valueStart(i) + name.length() + 1;
                int end = start;
                while (end < valueEnd(i) && bytes[end] != ';' && !Octets.isBlank(bytes[end])) {
                    end++;
                }
                into.set(bytes, start, end - start);
                return end > start;
            }
        }
        return false;
    }

    private boolean isCookie(int index, String name) {
        int start = valueStart(index);
        if (valueEnd(index) - start <= name.length() || bytes[start + name.length()] != '=') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The client said it in HTTP/2; the bytes are that in the form of HTTP/1.1. */
    public void spokenInHttp2() {
        http2 = true;
    }

    /** Whether the client said it in HTTP/2. */
    public boolean isHttp2() {
        return http2;
    }

    /** The protocol that the client speaks, as logs write it. */
    public String protocol() {
        return http2 ? "HTTP/2.0" : minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    /** 1 for HTTP/1.1, 0 for HTTP/1.0. */
    public int minorVersion() {
        return minorVersion;
    }

    /** Status code of a reply. */
    public int status() {
        return status;
    }

    /** Why parsing ended with {@link HeadParser#REFUSED}. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /** Takes these bytes in place of what it has; they are copied, and parsed by whoever wants to. */
    public void fill(ByteBuffer source) {
        clear();
        length = source.remaining();
        if (length > bytes.length) {
            bytes = new byte[length];
        }
        source.get(bytes, 0, length);
    }

    /** Whether the request's method is this one, given in upper case; methods are case-sensitive. */
    public boolean methodIs(byte[] method) {
        return Arrays.equals(bytes, methodStart, methodEnd, method, 0, method.length);
    }

    /** Where the target of a request begins in {@link #bytes()}. */
    public int targetStart() {
        return targetStart;
    }

    /** Where the target of a request ends. */
    public int targetEnd() {
        return targetEnd;
    }

    public String method() {
        return text(methodStart, methodEnd);
    }

    public String target() {
        return text(targetStart, targetEnd);
    }

    public String name(int index) {
        return text(nameStart(index), nameEnd(index));
    }

    public String value(int index) {
        return text(valueStart(index), valueEnd(index));
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}

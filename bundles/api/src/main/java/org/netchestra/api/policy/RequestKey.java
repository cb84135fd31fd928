package org.netchestra.api.policy;

import java.nio.charset.StandardCharsets;

/**
 * A reusable view of some bytes of a request: the key that hash policies work on. Not thread-safe. The bytes belong to
 * the request: they are valid as long as it is, and must not be written.
 */
public final class RequestKey {

    private static final byte[] NOTHING = new byte[0];

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** Points this view at {@code length} bytes of {@code array}. */
    public void set(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    public void clear() {
        set(NOTHING, 0, 0);
    }

    /** The array that holds the bytes, from {@link #offset()} on. */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public byte byteAt(int index) {
        return array[offset + index];
    }

    /** The bytes as text, one character a byte; allocates. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }
}

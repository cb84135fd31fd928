package org.netchestra.core.hash;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a hash of bytes that nobody can find collisions for without its key. Immutable;
 * allocates nothing once compiled.
 */
public final class SipHash24 {

    private final long k0;
    private final long k1;

    public SipHash24(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** The hash of {@code length} bytes from {@code offset} on. */
    public long hash(byte[] bytes, int offset, int length) {
        SipState state = new SipState(k0, k1);
        int whole = length & ~7;
        for (int i = 0; i < whole; i += 8) {
            state.block(word(bytes, offset + i, 8), 2);
        }
        state.block(word(bytes, offset + whole, length - whole) | ((long) length << 56), 2);
        return state.end(4);
    }

    private static long word(byte[] bytes, int offset, int count) {
        long word = 0;
        for (int i = count - 1; i >= 0; i--) {
            word = (word << 8) | (bytes[offset + i] & 0xff);
        }
        return word;
    }
}

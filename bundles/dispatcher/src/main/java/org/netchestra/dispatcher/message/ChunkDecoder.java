package org.netchestra.dispatcher.message;

import java.nio.ByteBuffer;

/**
 * Finds the data in a chunked body (RFC 9112 section 7.1), and refuses all framing that is not exactly as written there.
 *
 * <p>Incremental: bytes may come in any pieces. Chunk extensions are checked and forgotten. Confined to one event loop.
 */
public final class ChunkDecoder {

    /** What {@link #next} found. */
    public enum Event {
        /** A piece of data: {@link #dataStart()} and {@link #dataLength()}. */
        DATA,
        /** All of the input was taken; the body is not complete. */
        MORE,
        /** The last chunk has ended; the trailer section starts at the buffer's position. */
        LAST,
        /** The framing is malformed. */
        MALFORMED
    }

    private enum State {
        SIZE_FIRST,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        LAST
    }

    private static final int MAX_SIZE_DIGITS = 16;

    /** Extension bytes in a whole body: more is an attempt to keep a parser busy with nothing. */
    private static final int MAX_EXTENSION_BYTES = 4096;

    private final ChunkExtension extension = new ChunkExtension();
    private State state = State.SIZE_FIRST;
    private long remaining;
    private int digits;
    private int extensionBytes;
    private int dataStart;
    private int dataLength;

    /** Starts a new body. */
    public void reset() {
        extensionBytes = 0;
        startSize();
    }

    /** Start of the data found last, as an absolute index into the buffer. */
    public int dataStart() {
        return dataStart;
    }

    public int dataLength() {
        return dataLength;
    }

    /** Advances the buffer behind the next event. */
    public Event next(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (state == State.DATA) {
                return data(in);
            }
            if (state == State.LAST) {
                return Event.LAST;
            }
            if (!framing(in.get())) {
                return Event.MALFORMED;
            }
        }
        return state == State.LAST ? Event.LAST : Event.MORE;
    }

    private Event data(ByteBuffer in) {
        dataStart = in.position();
        dataLength = (int) Math.min(remaining, in.remaining());
        in.position(dataStart + dataLength);
        remaining -= dataLength;
        if (remaining == 0) {
            state = State.DATA_CR;
        }
        return Event.DATA;
    }

    private boolean framing(byte b) {
        return switch (state) {
            case SIZE_FIRST -> digit(b);
            case SIZE -> Octets.hex(b) >= 0 ? digit(b) : endOfSize(b);
            case EXTENSION -> b == '\r' ? extension.isComplete() && enter(State.SIZE_LF) : extensionOctet(b);
            case SIZE_LF -> b == '\n' && enter(remaining == 0 ? State.LAST : State.DATA);
            case DATA_CR -> b == '\r' && enter(State.DATA_LF);
            case DATA_LF -> b == '\n' && startSize();
            case DATA, LAST -> throw new IllegalStateException("state: " + state + " (expected: one of framing)");
        };
    }

    private boolean startSize() {
        remaining = 0;
        digits = 0;
        return enter(State.SIZE_FIRST);
    }

    private boolean digit(byte b) {
        int value = Octets.hex(b);
        remaining = remaining << 4 | value;
        return value >= 0 && remaining >= 0 && ++digits <= MAX_SIZE_DIGITS && enter(State.SIZE);
    }

    private boolean endOfSize(byte b) {
        if (b == '\r') {
            return enter(State.SIZE_LF);
        }
        extension.reset();
        return enter(State.EXTENSION) && extensionOctet(b);
    }

    private boolean extensionOctet(byte b) {
        return ++extensionBytes <= MAX_EXTENSION_BYTES && extension.accept(b);
    }

    private boolean enter(State next) {
        state = next;
        return true;
    }
}

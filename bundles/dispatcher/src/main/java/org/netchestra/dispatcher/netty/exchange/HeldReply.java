package org.netchestra.dispatcher.netty.exchange;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** The body of a reply that is held back from the client. Reused; confined to one event loop. */
final class HeldReply {

    /** Why a reply is held. */
    enum Purpose {
        /** It is not. */
        NONE,
        /** Until it is whole: so a server that fails in the middle of it can be replaced. */
        CONFIRM,
        /** Until the journal has stored that it goes out. */
        STORE,
        /** It says that the server failed; it goes out when no server does better. */
        LAST_ANSWER
    }

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private Purpose purpose = Purpose.NONE;
    private long bytes;

    Purpose purpose() {
        return purpose;
    }

    /** Bytes of the body so far. */
    long bytes() {
        return bytes;
    }

    void begin(Purpose why) {
        purpose = why;
    }

    /** Takes over a piece. */
    void add(ByteBuf data) {
        bytes += data.readableBytes();
        pieces.addLast(data);
    }

    /** A copy of everything. */
    byte[] copy() {
        byte[] copy = new byte[(int) bytes];
        int at = 0;
        for (ByteBuf piece : pieces) {
            int length = piece.readableBytes();
            piece.getBytes(piece.readerIndex(), copy, at, length);
            at += length;
        }
        return copy;
    }

    /** Passes everything on, and is empty. */
    void passTo(DownstreamStream downstream) {
        for (ByteBuf piece = pieces.pollFirst(); piece != null; piece = pieces.pollFirst()) {
            downstream.replyData(piece);
        }
        clear();
    }

    /** Gives everything to another, and is empty. */
    void moveTo(HeldReply other) {
        other.clear();
        other.pieces.addAll(pieces);
        other.bytes = bytes;
        pieces.clear();
        clear();
    }

    void clear() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        bytes = 0;
        purpose = Purpose.NONE;
    }
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.FieldLines;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.loop.Pieces;

/**
 * This side's direction of an HTTP/2 stream, how far it is, and what of it waits for the peer's windows or the network. Confined to its
 * event loop.
 */
final class Http2StreamOutput {

    /** A piece that waits and is smaller takes less memory copied together with others than by itself. */
    private static final int SMALL_PIECE = 1024;

    private final Http2Link link;
    private final Http2Stream stream;
    private final Http2Output connection;
    private int window;
    private boolean ended;
    private boolean resetting;
    private boolean asked;
    private long written;

    // What waits; the trailer section is behind the data, and an end without one is that of the data.
    private @Nullable Pieces data;
    private @Nullable Http2Fields trailer;
    private long pending;
    private boolean awaited;

    Http2StreamOutput(Http2Link link, Http2Stream stream) {
        this.link = link;
        this.stream = stream;
        connection = link.output();
        window = connection.streamWindow();
    }

    /** Whether this side has said all, or the stream is gone. */
    boolean isEnded() {
        return ended;
    }

    /** The stream is gone. */
    void closed() {
        ended = true;
        asked = false;
        pending = 0;
        trailer = null;
        Pieces lost = data;
        data = null;
        if (lost != null) {
            lost.release();
        }
        if (awaited) {
            awaited = false;
            connection.awaitNoMore(this);
        }
    }

    /** Bytes of data that wait for the peer's windows, or for those before them. */
    long heldBytes() {
        return pending;
    }

    /** Bytes that wait for the peer's windows or the network. */
    long pendingBytes() {
        ChannelOutboundBuffer unsent = link.context().channel().unsafe().outboundBuffer();
        return pending + (unsent == null ? 0 : unsent.totalPendingWriteBytes());
    }

    /** Bytes of fields and data so far. */
    long writtenBytes() {
        return written;
    }

    /** Sends a header section. One behind data is asked for its fields only when that is on its way. */
    void headers(Http2Fields section, boolean end) {
        if (stream.isClosed()) {
            return;
        }
        ended |= end;
        if (pending > 0) {
            trailer = section;
        } else {
            written += connection.writer().headers(stream.number(), section, end);
            ends(end);
        }
    }

    private void ends(boolean end) {
        if (end) {
            stream.ends();
        }
    }

    /** Takes over a piece of data. */
    void data(ByteBuf piece, boolean end) {
        int length = piece.readableBytes();
        written += length;
        if (stream.isClosed()) {
            piece.release();
            return;
        }
        ended |= end;
        if (length == 0) {
            piece.release();
            endNow(end);
        } else if (pending > 0 || !sendNow(piece, end)) {
            hold(piece);
        }
    }

    /** The end without data; behind data that waits, it goes with its last piece. */
    private void endNow(boolean end) {
        if (end && pending == 0) {
            send(Unpooled.EMPTY_BUFFER, true);
        }
    }

    /** Sends what there is room for; false when a rest is left. */
    private boolean sendNow(ByteBuf piece, boolean end) {
        int length = piece.readableBytes();
        while (true) {
            int some = Math.min(room(), Http2FrameReader.MAX_PAYLOAD);
            if (length <= some) {
                send(piece, end);
                return true;
            }
            if (some <= 0) {
                return false;
            }
            send(piece.readRetainedSlice(some), false);
            length -= some;
        }
    }

    private void hold(ByteBuf piece) {
        Pieces held = data;
        if (held == null) {
            held = new Pieces();
            data = held;
        }
        int length = piece.readableBytes();
        pending += length;
        if (length < SMALL_PIECE) {
            held.copy(piece);
        } else {
            held.add(piece);
        }
        await();
    }

    private void await() {
        if (!awaited && pending > 0 && window > 0) {
            awaited = true;
            connection.await(this);
        }
    }

    private int room() {
        return Math.min(window, connection.room());
    }

    private void send(ByteBuf piece, boolean end) {
        int length = piece.readableBytes();
        window -= length;
        connection.use(length);
        connection.writer().data(stream.number(), piece, end);
        ends(end);
    }

    /** Sends one frame of what waits, for which the connection has room; whether more could follow. */
    boolean sendWaiting() {
        awaited = false;
        Pieces held = data;
        if (held == null || pending == 0 || window <= 0) {
            return false;
        }
        ByteBuf first = held.first();
        int length = Math.min(Math.min(first.readableBytes(), room()), Http2FrameReader.MAX_PAYLOAD);
        ByteBuf piece = length == first.readableBytes() ? held.removeFirst() : first.readRetainedSlice(length);
        pending -= length;
        Http2Fields fields = trailer;
        boolean last = pending == 0;
        send(piece, last && ended && fields == null);
        if (last && fields != null) {
            trailer = null;
            written += connection.writer().headers(stream.number(), fields, true);
            ends(true);
        }
        if (last && resetting) {
            reset(Http2Error.NO_ERROR);
        }
        awaited = pending > 0 && window > 0;
        return awaited;
    }

    /** The peer takes more, or less, on the stream; false when that is more than there can be. */
    boolean widen(int more) {
        long wider = (long) window + more;
        if (wider > Integer.MAX_VALUE) {
            return false;
        }
        window = (int) wider;
        await();
        return true;
    }

    /** The peer need not go on with what it sends: resets the stream behind everything that was written. */
    void resetBehindData() {
        resetting = true;
        if (pending == 0) {
            reset(Http2Error.NO_ERROR);
        }
    }

    /** Ends this direction with a trailer section, which may be empty; nothing when it has ended. */
    void end(MessageHead fields) {
        if (ended) {
            return;
        }
        if (FieldLines.isEmpty(fields)) {
            data(Unpooled.EMPTY_BUFFER, true);
        } else {
            Http2FieldList section = new Http2FieldList();
            FieldLines.forEach(fields, section::field);
            headers(section, true);
        }
    }

    /** What the peer sent breaks the stream: whoever stands at it hears that it is gone. */
    void breakOff(Http2Error error) {
        link.breakOff(stream, error);
    }

    /** Breaks the stream off in both directions. */
    void reset(Http2Error error) {
        ended = true;
        link.reset(stream, error);
    }

    /** Whether more data is welcome now; if not, it is told when it is. */
    boolean isWritable() {
        boolean writable = !stream.isClosed() && pending == 0 && room() > 0;
        asked = !writable;
        if (asked) {
            link.tellWhenWritable();
        }
        return writable;
    }

    /** Whether somebody waits to hear that the stream takes data, and it does. */
    boolean isAwaitedAndWritable() {
        return asked && isWritable();
    }

    void flush() {
        link.flushSoon();
    }
}

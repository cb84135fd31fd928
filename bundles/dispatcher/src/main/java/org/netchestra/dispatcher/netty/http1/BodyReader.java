package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.netchestra.dispatcher.message.ChunkDecoder;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;

/** Takes the body of a message out of the bytes of a connection, by whichever framing it has. Confined to one event loop. */
final class BodyReader {

    /** Gets the data of a body. */
    interface Sink {

        /** Takes over a piece of data. */
        void bodyData(ByteBuf data);
    }

    /** How far a body is. */
    enum Progress {
        /** All input was taken; more of the body will come. */
        MORE,
        /** The body has ended; input after it may be left. */
        ENDED,
        /** The framing is broken. */
        MALFORMED
    }

    private enum Mode {
        NONE,
        LENGTH,
        CHUNKED,
        TRAILER,
        UNTIL_CLOSE
    }

    private static final HttpLimits TRAILER_LIMITS = new HttpLimits(8 * 1024, 64, 16);

    private final ChunkDecoder chunks = new ChunkDecoder();
    private final ChunkDecoder ahead = new ChunkDecoder();
    private final MessageHead trailer = new MessageHead();
    private Mode mode = Mode.NONE;
    private long remaining;

    void startLength(long length) {
        mode = Mode.LENGTH;
        remaining = length;
    }

    void startChunked() {
        mode = Mode.CHUNKED;
        chunks.reset();
        trailer.clear();
    }

    /** Whether a chunked body that begins here may be sound, as far as it has come; takes nothing. */
    boolean maySound(ByteBuf in) {
        ahead.reset();
        ByteBuffer view = in.nioBuffer();
        ChunkDecoder.Event event = ahead.next(view);
        while (event == ChunkDecoder.Event.DATA) {
            event = ahead.next(view);
        }
        return event != ChunkDecoder.Event.MALFORMED;
    }

    /** Everything up to the end of the connection. */
    void startUntilClose() {
        mode = Mode.UNTIL_CLOSE;
    }

    boolean isUntilClose() {
        return mode == Mode.UNTIL_CLOSE;
    }

    /** What is left of a body of known length; 0 of any other. */
    long left() {
        return mode == Mode.LENGTH ? remaining : 0;
    }

    /** So much of a body of known length has gone another way. */
    void passed(int bytes) {
        remaining -= bytes;
    }

    /** The trailer section of the body that has ended; empty when it had none. */
    MessageHead trailer() {
        return trailer;
    }

    /** Takes what belongs to the body out of the input. */
    Progress read(ByteBuf in, Sink sink) {
        return switch (mode) {
            case NONE -> Progress.ENDED;
            case LENGTH -> readLength(in, sink);
            case CHUNKED -> readChunks(in, sink);
            case TRAILER -> readTrailer(in);
            case UNTIL_CLOSE -> {
                sink.bodyData(in.readRetainedSlice(in.readableBytes()));
                yield Progress.MORE;
            }
        };
    }

    private Progress readLength(ByteBuf in, Sink sink) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        if (remaining == 0) {
            mode = Mode.NONE;
        }
        if (length > 0) {
            sink.bodyData(in.readRetainedSlice(length));
        }
        return remaining == 0 ? Progress.ENDED : Progress.MORE;
    }

    private Progress readChunks(ByteBuf in, Sink sink) {
        int base = in.readerIndex();
        ByteBuffer view = in.nioBuffer();
        while (true) {
            ChunkDecoder.Event event = chunks.next(view);
            switch (event) {
                case DATA -> sink.bodyData(in.retainedSlice(base + chunks.dataStart(), chunks.dataLength()));
                case MORE -> {
                    in.skipBytes(in.readableBytes());
                    return Progress.MORE;
                }
                case LAST -> {
                    in.readerIndex(base + view.position());
                    mode = Mode.TRAILER;
                    return readTrailer(in);
                }
                case MALFORMED -> {
                    return Progress.MALFORMED;
                }
            }
        }
    }

    private Progress readTrailer(ByteBuf in) {
        while (in.isReadable()) {
            if (!trailer.grow(TRAILER_LIMITS.headBytes())) {
                return Progress.MALFORMED;
            }
            int before = trailer.length();
            int length = Math.min(trailer.room(), in.readableBytes());
            in.getBytes(in.readerIndex(), trailer.bytes(), before, length);
            trailer.setLength(before + length);
            int end = HeadParser.parseTrailer(trailer, TRAILER_LIMITS);
            if (end == HeadParser.REFUSED) {
                return Progress.MALFORMED;
            }
            if (end > 0) {
                in.skipBytes(end - before);
                mode = Mode.NONE;
                return Progress.ENDED;
            }
            in.skipBytes(length);
        }
        return Progress.MORE;
    }
}

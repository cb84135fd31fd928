package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames behind one another into one buffer, so that what one turn of the event loop has for a connection is one write; only
 * large pieces of data are not copied. {@link #emit} gives the buffer to the channel and must come before every flush. Confined to its
 * event loop.
 */
final class Http2FrameWriter {

    private static final int CAPACITY = 16 * 1024;
    private static final int LARGEST_COPY = 4096;
    private static final int HEADER = Http2FrameReader.HEADER;

    // The list size that a peer announces is advice; how it answers to more is its own business.
    private final HpackWriter fields = new HpackWriter();

    private final ChannelHandlerContext ctx;
    private @Nullable ByteBuf gathered;

    Http2FrameWriter(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** Gives what was gathered to the channel; the rest is the flush's. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed write comes back as an exception in the pipeline
    void emit() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            ctx.write(buffer, ctx.voidPromise());
        }
    }

    /** Forgets what was gathered; the channel is gone. */
    void release() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            buffer.release();
        }
    }

    private ByteBuf room(int length) {
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.writableBytes() >= length) {
            return buffer;
        }
        emit();
        buffer = ctx.alloc().directBuffer(Math.max(CAPACITY, length));
        gathered = buffer;
        return buffer;
    }

    private static ByteBuf header(ByteBuf out, int length, byte type, int flags, int stream) {
        return out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    private ByteBuf frame(int length, byte type, int flags, int stream) {
        return header(room(HEADER + length), length, type, flags, stream);
    }

    /** What a client begins with. */
    void preface() {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        room(preface.readableBytes()).writeBytes(preface);
    }

    /** Writes a header section; how many octets of fields it has, as lines would have them. */
    long headers(int stream, Http2Fields section, boolean end) {
        ByteBuf out = room(1024);
        int start = out.writerIndex();
        header(out, 0, Http2FrameTypes.HEADERS, 0, stream);
        fields.begin(out);
        section.writeTo(fields);
        int length = out.writerIndex() - start - HEADER;
        int first = Math.min(length, Http2FrameReader.MAX_PAYLOAD);
        int flags = (end ? Http2FrameReader.END_STREAM : 0) | (length == first ? Http2FrameReader.END_HEADERS : 0);
        out.setMedium(start, first).setByte(start + 4, flags);
        if (length > first) {
            continuations(stream, out, start + HEADER + first);
        }
        return fields.octets();
    }

    /** Puts what is too much for one frame behind further heads. */
    private void continuations(int stream, ByteBuf out, int from) {
        byte[] rest = new byte[out.writerIndex() - from];
        out.getBytes(from, rest);
        out.writerIndex(from);
        for (int at = 0; at < rest.length; at += Http2FrameReader.MAX_PAYLOAD) {
            int length = Math.min(rest.length - at, Http2FrameReader.MAX_PAYLOAD);
            int flags = at + length == rest.length ? Http2FrameReader.END_HEADERS : 0;
            frame(length, Http2FrameTypes.CONTINUATION, flags, stream).writeBytes(rest, at, length);
        }
    }

    /**
     * Writes one DATA frame.
     *
     * @param data {@link Http2FrameReader#MAX_PAYLOAD} octets at most; taken over
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed write comes back as an exception in the pipeline
    void data(int stream, ByteBuf data, boolean end) {
        int length = data.readableBytes();
        boolean copied = length <= LARGEST_COPY;
        ByteBuf out = room(copied ? HEADER + length : HEADER);
        header(out, length, Http2FrameTypes.DATA, end ? Http2FrameReader.END_STREAM : 0, stream);
        if (copied) {
            out.writeBytes(data);
            data.release();
        } else {
            emit();
            ctx.write(data, ctx.voidPromise());
        }
    }

    void reset(int stream, long error) {
        frame(4, Http2FrameTypes.RST_STREAM, 0, stream).writeInt((int) error);
    }

    /**
     * Writes settings.
     *
     * @param settings identifiers and values in turn
     */
    void settings(int... settings) {
        ByteBuf out = frame(3 * settings.length, Http2FrameTypes.SETTINGS, 0, 0);
        for (int i = 0; i < settings.length; i += 2) {
            out.writeShort(settings[i]).writeInt(settings[i + 1]);
        }
    }

    void settingsAcknowledgement() {
        frame(0, Http2FrameTypes.SETTINGS, Http2FrameReader.ACK, 0);
    }

    void ping(long data, boolean answer) {
        frame(8, Http2FrameTypes.PING, answer ? Http2FrameReader.ACK : 0, 0).writeLong(data);
    }

    /** Says that no stream above the last one is taken, and why. */
    void goAway(int last, Http2Error error, String why) {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        frame(8 + text.length, Http2FrameTypes.GO_AWAY, 0, 0)
                .writeInt(last)
                .writeInt((int) error.code())
                .writeBytes(text);
    }

    void windowUpdate(int stream, int increment) {
        frame(4, Http2FrameTypes.WINDOW_UPDATE, 0, stream).writeInt(increment);
    }

    /** The peer remembers so many octets of fields. */
    void peersTable(long octets) {
        fields.setTableSize(octets);
    }
}

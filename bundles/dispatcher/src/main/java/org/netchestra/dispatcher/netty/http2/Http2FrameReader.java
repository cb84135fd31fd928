package org.netchestra.dispatcher.netty.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.loop.KeptMemory;

/**
 * Parts the bytes of an HTTP/2 connection into frames, and checks what can be told from a frame and the order of frames alone (RFC 9113
 * sections 3.4, 4 and 6): lengths, which frames belong to a stream, padding, and that nothing comes between the parts of a header block.
 * Any error ends the connection. It keeps less than one frame and one header block. Confined to one event loop.
 */
final class Http2FrameReader {

    static final int HEADER = 9;

    /** Octets of the payload of a frame: what this side takes, and every peer must take (RFC 9113 section 4.2). */
    static final int MAX_PAYLOAD = 16 * 1024;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;

    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    /** Parts of a header block that are smaller than this and not its last cost more than they carry (CVE-2024-27316). */
    private static final int SMALL_CONTINUATION = 1024;

    private static final int MAX_SMALL_CONTINUATIONS = 16;

    /** The beginning of a frame that costs less than its connection does: ordinary requests are cut by the network too. */
    private static final int SMALL_REST = 512;

    private final Http2FrameSink sink;
    private final int maxBlock;
    private final KeptMemory memory;
    private int prefaceLeft;
    private boolean begun;
    private boolean reading;
    private boolean closed;

    // What has come of a frame that is not whole, and what memory is taken for it.
    private @Nullable ByteBuf kept;
    private int keptBytes;

    // The DATA frame that has not come to its end.
    private int dataStream;
    private int dataLeft;
    private boolean dataEnds;

    // The header block that has not come to its end; no stream has number 0.
    private @Nullable ByteBuf block;
    private int blockStream;
    private boolean blockEnds;
    private int smallContinuations;

    /**
     * @param server whether the peer is a client, which begins with a preface
     * @param maxBlock octets of an encoded header block of several frames
     * @param memory for all frames and blocks of the event loop that are not whole: clients by the thousands may leave it at that
     */
    Http2FrameReader(Http2FrameSink sink, boolean server, int maxBlock, KeptMemory memory) {
        this.sink = sink;
        this.maxBlock = maxBlock;
        this.memory = memory;
        prefaceLeft = server ? PREFACE.readableBytes() : 0;
    }

    /** Takes over bytes, and tells of the frames in them. */
    void read(ByteBufAllocator allocator, ByteBuf bytes) throws Http2Exception {
        ByteBuf before = kept;
        ByteBuf in = before == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, bytes);
        kept = in;
        reading = true;
        try {
            boolean more = !closed;
            while (more) {
                more = step(allocator, in) && !closed;
            }
        } finally {
            reading = false;
            if (closed || !in.isReadable()) {
                forget(in);
            }
        }
        if (kept != null) {
            keep(allocator, in);
        }
    }

    /** Keeps the beginning of a frame, and not the large buffer that it may have been read into behind others. */
    private void keep(ByteBufAllocator allocator, ByteBuf in) throws Http2Exception {
        ByteBuf rest = in;
        if (in.readableBytes() < in.capacity() / 4) {
            rest = allocator.buffer(in.readableBytes()).writeBytes(in);
            in.release();
            kept = rest;
        }
        int more = (rest.capacity() > SMALL_REST ? rest.capacity() : 0) - keptBytes;
        if (more > 0 && !memory.take(more)) {
            throw connectionError(ENHANCE_YOUR_CALM, "too many unfinished frames");
        }
        if (more < 0) {
            memory.give(-more);
        }
        keptBytes += more;
    }

    private void forget(ByteBuf rest) {
        kept = null;
        memory.give(keptBytes);
        keptBytes = 0;
        rest.release();
    }

    /** Reads no further, and forgets what it keeps. */
    void close() {
        closed = true;
        ByteBuf rest = kept;
        if (rest != null && !reading) {
            forget(rest);
        }
        if (block != null) {
            takeBlock().release();
        }
    }

    /** The header block, for which no memory is taken any more. */
    private ByteBuf takeBlock() {
        ByteBuf part = requireNonNull(block, "header block");
        block = null;
        memory.give(maxBlock);
        return part;
    }

    /** One frame, or what there is of it; false when more bytes must come first. */
    private boolean step(ByteBufAllocator allocator, ByteBuf in) throws Http2Exception {
        if (prefaceLeft > 0) {
            return preface(in);
        }
        if (dataLeft > 0) {
            return piece(in);
        }
        if (in.readableBytes() < HEADER) {
            return false;
        }
        int at = in.readerIndex();
        int length = in.getUnsignedMedium(at);
        byte type = in.getByte(at + 3);
        int flags = in.getUnsignedByte(at + 4);
        int stream = in.getInt(at + 5) & Integer.MAX_VALUE;
        checkOrder(type, flags, stream);
        checkLength(type, flags, length);
        if (type == Http2FrameTypes.DATA && (flags & PADDED) == 0) {
            in.skipBytes(HEADER);
            return data(in, stream, length, (flags & END_STREAM) != 0);
        }
        if (in.readableBytes() < HEADER + length) {
            return false;
        }
        in.skipBytes(HEADER);
        int end = in.readerIndex() + length;
        int last = in.writerIndex();
        // Nobody reads beyond the frame.
        in.writerIndex(end);
        try {
            payload(allocator, in, type, flags, stream);
        } finally {
            in.writerIndex(last);
        }
        in.readerIndex(end);
        return true;
    }

    private boolean preface(ByteBuf in) throws Http2Exception {
        while (prefaceLeft > 0 && in.isReadable()) {
            if (in.readByte() != PREFACE.getByte(PREFACE.writerIndex() - prefaceLeft)) {
                throw connectionError(PROTOCOL_ERROR, "no preface of HTTP/2");
            }
            prefaceLeft--;
        }
        return prefaceLeft == 0;
    }

    private void checkOrder(byte type, int flags, int stream) throws Http2Exception {
        if (!begun && (type != Http2FrameTypes.SETTINGS || (flags & ACK) != 0)) {
            throw connectionError(PROTOCOL_ERROR, "frame %d before SETTINGS", type);
        }
        boolean continues = type == Http2FrameTypes.CONTINUATION;
        if (continues != (blockStream > 0) || (continues && stream != blockStream)) {
            throw connectionError(PROTOCOL_ERROR, "frame %d of stream %d within or without headers", type, stream);
        }
        boolean allowed = switch (type) {
            case Http2FrameTypes.DATA,
                    Http2FrameTypes.HEADERS,
                    Http2FrameTypes.PRIORITY,
                    Http2FrameTypes.RST_STREAM,
                    Http2FrameTypes.CONTINUATION -> stream != 0;
            case Http2FrameTypes.SETTINGS, Http2FrameTypes.PING, Http2FrameTypes.GO_AWAY -> stream == 0;
            // Clients never promise anything, and servers are told not to.
            case Http2FrameTypes.PUSH_PROMISE -> false;
            default -> true;
        };
        if (!allowed) {
            throw connectionError(PROTOCOL_ERROR, "frame %d of stream %d", type, stream);
        }
    }

    private static void checkLength(byte type, int flags, int length) throws Http2Exception {
        int padded = (flags & PADDED) == 0 ? 0 : 1;
        boolean allowed = length <= MAX_PAYLOAD
                && switch (type) {
                    case Http2FrameTypes.DATA -> length >= padded;
                    case Http2FrameTypes.HEADERS -> length >= padded + ((flags & PRIORITY) == 0 ? 0 : 5);
                    case Http2FrameTypes.PRIORITY -> length == 5;
                    case Http2FrameTypes.RST_STREAM, Http2FrameTypes.WINDOW_UPDATE -> length == 4;
                    case Http2FrameTypes.SETTINGS -> (flags & ACK) == 0 ? length % 6 == 0 : length == 0;
                    case Http2FrameTypes.PING -> length == 8;
                    case Http2FrameTypes.GO_AWAY -> length >= 8;
                    default -> true;
                };
        if (!allowed) {
            throw connectionError(FRAME_SIZE_ERROR, "frame %d of %d octets", type, length);
        }
    }

    /** A frame that is all here; the buffer ends where it does. */
    private void payload(ByteBufAllocator allocator, ByteBuf in, byte type, int flags, int stream)
            throws Http2Exception {
        switch (type) {
            case Http2FrameTypes.DATA -> paddedData(in, stream, (flags & END_STREAM) != 0);
            case Http2FrameTypes.HEADERS -> headers(allocator, in, flags, stream);
            case Http2FrameTypes.CONTINUATION -> continuation(in, flags);
            case Http2FrameTypes.PRIORITY -> {
                checkPriority(in, stream);
                sink.ignored();
            }
            case Http2FrameTypes.RST_STREAM -> sink.reset(stream, in.readUnsignedInt());
            case Http2FrameTypes.SETTINGS -> {
                begun = true;
                if ((flags & ACK) == 0) {
                    sink.settings(in);
                } else {
                    sink.settingsAcknowledged();
                }
            }
            case Http2FrameTypes.PING -> sink.ping(in.readLong(), (flags & ACK) != 0);
            case Http2FrameTypes.GO_AWAY -> sink.goAway(in.readInt() & Integer.MAX_VALUE);
            case Http2FrameTypes.WINDOW_UPDATE -> sink.windowUpdate(stream, in.readInt() & Integer.MAX_VALUE);
            default -> sink.ignored();
        }
    }

    private boolean data(ByteBuf in, int stream, int length, boolean end) throws Http2Exception {
        if (length == 0) {
            sink.data(stream, Unpooled.EMPTY_BUFFER, 0, end);
            return true;
        }
        dataStream = stream;
        dataLeft = length;
        dataEnds = end;
        return piece(in);
    }

    private boolean piece(ByteBuf in) throws Http2Exception {
        int length = Math.min(dataLeft, in.readableBytes());
        if (length == 0) {
            return false;
        }
        dataLeft -= length;
        sink.data(dataStream, in.readRetainedSlice(length), 0, dataLeft == 0 && dataEnds);
        return true;
    }

    private void paddedData(ByteBuf in, int stream, boolean end) throws Http2Exception {
        int padding = padding(in, true);
        sink.data(stream, in.readRetainedSlice(in.readableBytes() - padding), padding + 1, end);
    }

    /** Octets of padding behind what is left to be read. */
    private static int padding(ByteBuf in, boolean padded) throws Http2Exception {
        int padding = padded ? in.readUnsignedByte() : 0;
        if (padding > in.readableBytes()) {
            throw connectionError(PROTOCOL_ERROR, "more padding than frame");
        }
        return padding;
    }

    private static void checkPriority(ByteBuf in, int stream) throws Http2Exception {
        int dependency = in.readInt() & Integer.MAX_VALUE;
        in.skipBytes(1);
        if (dependency == stream) {
            throw connectionError(PROTOCOL_ERROR, "stream %d depends on itself", stream);
        }
    }

    private void headers(ByteBufAllocator allocator, ByteBuf in, int flags, int stream) throws Http2Exception {
        int padding = padding(in, (flags & PADDED) != 0);
        if ((flags & PRIORITY) != 0) {
            if (in.readableBytes() - padding < 5) {
                throw connectionError(PROTOCOL_ERROR, "more padding than frame");
            }
            checkPriority(in, stream);
        }
        in.writerIndex(in.writerIndex() - padding);
        boolean end = (flags & END_STREAM) != 0;
        if ((flags & END_HEADERS) != 0) {
            sink.headers(stream, in, end);
            return;
        }
        if (!memory.take(maxBlock)) {
            throw connectionError(ENHANCE_YOUR_CALM, "too many unfinished headers");
        }
        blockStream = stream;
        blockEnds = end;
        smallContinuations = 0;
        block = allocator.buffer(2 * in.readableBytes());
        append(in);
    }

    private void continuation(ByteBuf in, int flags) throws Http2Exception {
        boolean last = (flags & END_HEADERS) != 0;
        if (!last && in.readableBytes() < SMALL_CONTINUATION && ++smallContinuations > MAX_SMALL_CONTINUATIONS) {
            throw connectionError(ENHANCE_YOUR_CALM, "too many small parts of headers");
        }
        append(in);
        if (last) {
            ByteBuf whole = takeBlock();
            int stream = blockStream;
            blockStream = 0;
            try {
                sink.headers(stream, whole, blockEnds);
            } finally {
                whole.release();
            }
        }
    }

    private void append(ByteBuf in) throws Http2Exception {
        ByteBuf whole = requireNonNull(block, "header block");
        if (whole.readableBytes() + in.readableBytes() > maxBlock) {
            throw connectionError(ENHANCE_YOUR_CALM, "headers of more than %d octets", maxBlock);
        }
        whole.writeBytes(in);
    }
}

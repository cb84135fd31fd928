package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames that matter, HEADERS and small DATA, behind one another into one buffer, so that what one turn of the event loop
 * has for a connection is one write; everything else goes as Netty has it, in its order. A frame that was gathered counts as
 * written. {@link #emit} must come before every flush. Confined to its event loop.
 */
final class Http2FrameGatherer extends DefaultHttp2FrameWriter {

    private static final int CAPACITY = 16 * 1024;
    private static final int LARGEST_COPY = 4096;
    private static final int HEADER = 9;

    private final Http2HeadersEncoder fields;
    private @Nullable ByteBuf gathered;

    Http2FrameGatherer() {
        // The list size that a peer announces is advice; how it answers to more is its own business.
        this(new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true));
    }

    private Http2FrameGatherer(Http2HeadersEncoder fields) {
        super(fields);
        this.fields = fields;
    }

    /** Gives what was gathered to the channel; the rest is the flush's. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed write comes back as an exception in the pipeline
    void emit(ChannelHandlerContext ctx) {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            ctx.write(buffer, ctx.voidPromise());
        }
    }

    @Override
    public void close() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            buffer.release();
        }
        super.close();
    }

    private ByteBuf gatherer(ChannelHandlerContext ctx, int length) {
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.writableBytes() >= length) {
            return buffer;
        }
        emit(ctx);
        buffer = ctx.alloc().directBuffer(Math.max(CAPACITY, length));
        gathered = buffer;
        return buffer;
    }

    private static void header(ByteBuf out, int length, byte type, int flags, int stream) {
        out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        if (!ctx.channel().isActive()) {
            return promise.setFailure(new ClosedChannelException());
        }
        ByteBuf out = gatherer(ctx, 1024);
        int start = out.writerIndex();
        try {
            header(out, 0, Http2FrameTypes.HEADERS, 0, streamId);
            fields.encodeHeaders(streamId, headers, out);
            int length = out.writerIndex() - start - HEADER;
            int first = Math.min(length, maxFrameSize());
            int flags = (endStream ? Http2Flags.END_STREAM : 0) | (length == first ? Http2Flags.END_HEADERS : 0);
            out.setMedium(start, first).setByte(start + 4, flags);
            if (length > first) {
                continuations(ctx, streamId, out, start + HEADER + first);
            }
            return promise.setSuccess();
        } catch (Http2Exception | RuntimeException refused) {
            out.writerIndex(start);
            return promise.setFailure(refused);
        }
    }

    /** Puts what is too much for one frame behind further heads. */
    private void continuations(ChannelHandlerContext ctx, int streamId, ByteBuf out, int from) {
        byte[] rest = new byte[out.writerIndex() - from];
        out.getBytes(from, rest);
        out.writerIndex(from);
        for (int at = 0; at < rest.length; at += maxFrameSize()) {
            int length = Math.min(rest.length - at, maxFrameSize());
            int flags = at + length == rest.length ? Http2Flags.END_HEADERS : 0;
            ByteBuf next = gatherer(ctx, HEADER + length);
            header(next, length, Http2FrameTypes.CONTINUATION, flags, streamId);
            next.writeBytes(rest, at, length);
        }
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        // RFC 9113 section 5.3.2: priorities of this kind mean nothing any more.
        return writeHeaders(ctx, streamId, headers, padding, endStream, promise);
    }

    @Override
    public ChannelFuture writeData(
            ChannelHandlerContext ctx,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        int length = data.readableBytes();
        boolean copied = length <= LARGEST_COPY;
        if (length > maxFrameSize() || !ctx.channel().isActive()) {
            emit(ctx);
            return super.writeData(ctx, streamId, data, padding, endStream, promise);
        }
        ByteBuf out = gatherer(ctx, copied ? HEADER + length : HEADER);
        header(out, length, Http2FrameTypes.DATA, endStream ? Http2Flags.END_STREAM : 0, streamId);
        if (!copied) {
            emit(ctx);
            return ctx.write(data, promise);
        }
        out.writeBytes(data);
        data.release();
        return promise.setSuccess();
    }

    // The rest, behind what was gathered.

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        emit(ctx);
        return super.writeRstStream(ctx, streamId, errorCode, promise);
    }

    @Override
    public ChannelFuture writeSettings(ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
        emit(ctx);
        return super.writeSettings(ctx, settings, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        emit(ctx);
        return super.writeSettingsAck(ctx, promise);
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        emit(ctx);
        return super.writePing(ctx, ack, data, promise);
    }

    @Override
    public ChannelFuture writeGoAway(
            ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData, ChannelPromise promise) {
        emit(ctx);
        return super.writeGoAway(ctx, lastStreamId, errorCode, debugData, promise);
    }

    @Override
    public ChannelFuture writeWindowUpdate(
            ChannelHandlerContext ctx, int streamId, int windowSizeIncrement, ChannelPromise promise) {
        emit(ctx);
        return super.writeWindowUpdate(ctx, streamId, windowSizeIncrement, promise);
    }
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import org.netchestra.dispatcher.FieldLines;
import org.netchestra.dispatcher.MessageHead;

/** This side's direction of an HTTP/2 stream, and how far it is. Confined to its event loop. */
final class Http2StreamOutput {

    private final Http2Link link;
    private final int stream;
    private boolean ended;
    private boolean resetting;
    private long pending;
    private long written;

    Http2StreamOutput(Http2Link link, int stream) {
        this.link = link;
        this.stream = stream;
    }

    /** Whether this side has said all, or the stream is gone. */
    boolean isEnded() {
        return ended;
    }

    /** The stream is gone. */
    void closed() {
        ended = true;
    }

    /** Bytes of data that wait for the peer's window or the network. */
    long pendingBytes() {
        return pending;
    }

    /** Bytes of fields and data so far. */
    long writtenBytes() {
        return written;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a stream that cannot take it is closed, which is heard
    void headers(Http2FieldList section, boolean end) {
        written += section.octets();
        ended |= end;
        ChannelHandlerContext ctx = link.context();
        link.encoder().writeHeaders(ctx, stream, section, 0, end, ctx.newPromise());
    }

    /** Takes over a piece of data. */
    @SuppressWarnings("FutureReturnValueIgnored") // as above
    void data(ByteBuf data, boolean end) {
        int length = data.readableBytes();
        written += length;
        pending += length;
        ended |= end;
        ChannelHandlerContext ctx = link.context();
        ChannelPromise promise = ctx.newPromise();
        promise.addListener((ChannelFutureListener) done -> sent(length));
        link.encoder().writeData(ctx, stream, data, 0, end, promise);
    }

    private void sent(int length) {
        pending -= length;
        if (resetting && pending == 0) {
            reset(Http2Error.NO_ERROR);
        }
    }

    /** The peer need not go on with what it sends: resets the stream behind everything that was written. */
    void resetBehindData() {
        resetting = true;
        sent(0);
    }

    /** Ends this direction with a trailer section, which may be empty; nothing when it has ended. */
    void end(MessageHead trailer) {
        if (ended) {
            return;
        }
        if (FieldLines.isEmpty(trailer)) {
            data(Unpooled.EMPTY_BUFFER, true);
        } else {
            Http2FieldList section = new Http2FieldList();
            FieldLines.forEach(trailer, section::field);
            headers(section, true);
        }
    }

    /** Breaks the stream off in both directions. */
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot take it is gone
    void reset(Http2Error error) {
        Http2Stream open = link.connection().stream(stream);
        ended = true;
        if (open != null && open.state() != Http2Stream.State.CLOSED) {
            ChannelHandlerContext ctx = link.context();
            link.resetStream(ctx, stream, error.code(), ctx.newPromise());
        }
        // What was written before may be on no way yet.
        link.flushSoon();
    }

    /** Whether more data is welcome now. */
    boolean isWritable() {
        Http2Stream open = link.connection().stream(stream);
        return open != null && link.encoder().flowController().isWritable(open);
    }

    void flush() {
        link.flushSoon();
    }
}

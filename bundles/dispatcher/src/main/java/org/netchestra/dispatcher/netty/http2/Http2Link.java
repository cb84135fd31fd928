package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.Http2Section;
import org.netchestra.dispatcher.Present;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * A connection in HTTP/2 (RFC 9113), to a client or to a server, with the codec of Netty: frames, HPACK, settings, stream states and
 * flow control are its own. What is written in one turn of the event loop goes out at its end, together. Confined to its event loop.
 */
abstract class Http2Link extends Http2ConnectionHandler {

    /** Streams reset by the peer beyond this in this time end the connection (CVE-2023-44487). */
    private static final int MAX_RESETS = 200;

    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int MAX_EMPTY_DATA_FRAMES = 2;
    private static final int MAX_SMALL_CONTINUATIONS = 16;
    private static final int MAX_WIDE_STREAMS = 1000;

    private final Worker worker;
    private final Http2FrameGatherer frames;
    private @Nullable ChannelHandlerContext context;
    private final Runnable flushNow = this::flushNow;
    private boolean flushing;

    Http2Link(Codec codec, Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(decoder, encoder, settings);
        worker = codec.worker;
        frames = codec.frames;
        context = codec.context;
    }

    /** The parts of a connection, from which a handler is made. */
    abstract static class Codec extends AbstractHttp2ConnectionHandlerBuilder<Http2Link, Codec> {

        private final Worker worker;
        private final Http2FrameGatherer frames = new Http2FrameGatherer();
        private final @Nullable ChannelHandlerContext context;

        /**
         * @param context of the handler in whose place it goes; null for a channel that is still to be made
         * @param server whether this side accepted the connection
         * @param section where the fields of header sections go, one after another
         * @param listener hears of frames
         */
        Codec(
                Worker worker,
                @Nullable ChannelHandlerContext context,
                boolean server,
                Http2Section section,
                Http2FrameListener listener,
                Http2Settings settings) {
            this.worker = worker;
            this.context = context;
            frameListener(listener);
            initialSettings(settings);
            // A server resets what it was asked for; a client may ask only to reset.
            decoderEnforceMaxRstFramesPerWindow(server ? MAX_RESETS : 0, RESET_WINDOW_SECONDS);
            decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES);
            Http2Connection connection = new DefaultHttp2Connection(server);
            // Streams are equal; the default controller keeps the tree of priorities that RFC 9113 has done away with.
            connection
                    .remote()
                    .flowController(new DefaultHttp2RemoteFlowController(
                            connection, new UniformStreamByteDistributor(connection)));
            Http2ConnectionEncoder encoder =
                    new Http2LimitedEncoder(new DefaultHttp2ConnectionEncoder(connection, frames), worker, server);
            Long listSize = settings.maxHeaderListSize();
            DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(
                    new Http2FieldSink(section).decoder(listSize == null ? 8192 : listSize), MAX_SMALL_CONTINUATIONS);
            codec(
                    new DefaultHttp2ConnectionDecoder(
                            connection, encoder, reader, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false),
                    encoder);
        }

        Http2Link make() {
            return build();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    ChannelHandlerContext context() {
        return Present.in(context, "channel");
    }

    /** Ends the connection at once, whatever is on it. */
    void drop() {
        if (context != null) {
            // Past this handler, which would wait for the streams to end.
            Closing.now(context);
        }
    }

    /** Ends the connection, with a good-bye; nobody uses it any more. */
    void shut() {
        if (context != null) {
            Closing.now(context.channel());
        }
    }

    Worker worker() {
        return worker;
    }

    /** Opens the window of all streams together so wide that one whose data nobody takes does not hold up the others. */
    void widen(int streams, int streamWindow) throws Http2Exception {
        int more = Math.min(streams, MAX_WIDE_STREAMS) * streamWindow - (64 * 1024 - 1);
        if (more > 0) {
            decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
        }
    }

    /** Flushes at the end of this turn of the event loop, once for all streams that have something. */
    void flushSoon() {
        if (!flushing) {
            flushing = true;
            worker.loop().execute(flushNow);
        }
    }

    private void flushNow() {
        flushing = false;
        flush(context());
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        try {
            encoder().flowController().writePendingBytes();
            frames.emit(ctx);
            ctx.flush();
        } catch (Http2Exception | RuntimeException broken) {
            onError(ctx, true, broken);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (Closing.isInputEnd(event)) {
            // Nothing that HTTP/2 has to say could come after this.
            Closing.now(ctx.channel());
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (Closing.isByPeer(cause)) {
            Closing.now(ctx.channel());
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }
}

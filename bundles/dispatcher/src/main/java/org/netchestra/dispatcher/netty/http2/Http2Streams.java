package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.Present;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * The streams of one HTTP/2 connection, and whose each of them is: what the two sides do alike with the frames they read.
 * Confined to its event loop.
 *
 * @param <S> stands at a stream
 */
abstract class Http2Streams<S extends Http2StreamEnd> extends Http2FrameAdapter {

    /** Frames that ask for work and carry none; one that is asked for a pong with each piece of data stays far below. */
    private static final int MAX_CONTROL_FRAMES = 10_000;

    private static final int CONTROL_WINDOW_SECONDS = 10;

    private final Worker worker;
    private final List<S> touched = new ArrayList<>();
    private final FrameCount controlFrames =
            new FrameCount(MAX_CONTROL_FRAMES, CONTROL_WINDOW_SECONDS, "control frames");
    private @Nullable Http2Link link;
    private Http2Connection.@Nullable PropertyKey key;

    Http2Streams(Worker worker) {
        this.worker = worker;
    }

    /** Begins to listen. */
    void listen(Http2Link owner) {
        link = owner;
        key = owner.connection().newKey();
        owner.encoder().flowController().listener(stream -> {
            S end = of(stream);
            if (end != null) {
                end.writabilityChanged();
            }
        });
    }

    Worker worker() {
        return worker;
    }

    /** Says whose a stream is. */
    void opened(Http2Stream stream, S end) {
        stream.setProperty(Present.in(key, "key"), end);
    }

    /** Whose a stream is; null when nobody's. */
    @Nullable
    S of(Http2Stream stream) {
        return stream.getProperty(Present.in(key, "key"));
    }

    /** The stream of this number; null when it has ended. */
    @Nullable
    Http2Stream stream(int streamId) {
        return Present.in(link, "link").connection().stream(streamId);
    }

    /** Whose the stream of this number is, which has something new for its other side; null when nobody's. */
    @Nullable
    S touch(int streamId) {
        Http2Stream stream = stream(streamId);
        S end = stream == null ? null : of(stream);
        if (end != null) {
            touch(end);
        }
        return end;
    }

    /** This one has something new for its other side. */
    void touch(S end) {
        if (touched.isEmpty() || touched.get(touched.size() - 1) != end) {
            touched.add(end);
        }
    }

    /** What was read in this turn goes out on the other sides. */
    void flushOtherSides() {
        for (S end : touched) {
            end.flushOtherSide();
        }
        touched.clear();
    }

    /** Those that stand at streams now. */
    List<S> open() {
        List<S> open = new ArrayList<>();
        try {
            Present.in(link, "link").connection().forEachActiveStream(stream -> {
                S end = of(stream);
                if (end != null) {
                    open.add(end);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("visiting streams changes nothing", impossible);
        }
        return open;
    }

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean ended)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, ended);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        countControlFrame();
    }

    @Override
    public final void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        countControlFrame();
    }

    @Override
    public final void onPriorityRead(
            ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        countControlFrame();
    }

    @Override
    public final void onUnknownFrame(
            ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload) {
        try {
            countControlFrame();
        } catch (Http2Exception tooMany) {
            Present.in(link, "link").onError(ctx, false, tooMany);
        }
    }

    private void countControlFrame() throws Http2Exception {
        controlFrames.add(worker.nowNanos());
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.Http2ReplyHead;
import org.netchestra.dispatcher.Http2Section;

/** The replies on one HTTP/2 connection to a server: makes a stream's frames calls of its exchange. Confined to its event loop. */
final class Http2Replies extends Http2FrameAdapter {

    /** What a server may send on one stream before anybody has taken it. */
    static final int STREAM_WINDOW = 128 * 1024;

    /** Frames that ask for work and carry none. */
    private static final int MAX_CONTROL_FRAMES = 10_000;

    private static final int CONTROL_WINDOW_SECONDS = 10;

    private final Http2Upstream upstream;
    private final Http2ReplyHead head = new Http2ReplyHead();
    private final List<Http2UpstreamStream> touched = new ArrayList<>();
    private final FrameCount controlFrames =
            new FrameCount(MAX_CONTROL_FRAMES, CONTROL_WINDOW_SECONDS, "control frames");
    private @Nullable Http2ServerLink link;
    private Http2Connection.@Nullable PropertyKey key;

    Http2Replies(Http2Upstream upstream) {
        this.upstream = upstream;
    }

    /** Where the fields of header sections go. */
    Http2Section section() {
        return head;
    }

    /** Begins to listen. */
    void start(Http2ServerLink owner) {
        link = owner;
        Http2Connection streams = owner.connection();
        key = streams.newKey();
        streams.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                Http2UpstreamStream request = of(stream);
                if (request != null) {
                    int known = streams.local().lastStreamKnownByPeer();
                    request.closed(known >= 0 && stream.id() > known);
                }
            }

            @Override
            public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
                upstream.retire();
            }
        });
        owner.encoder().flowController().listener(stream -> {
            Http2UpstreamStream request = of(stream);
            if (request != null) {
                request.writabilityChanged();
            }
        });
    }

    /** Says whose a stream is. */
    void opened(Http2Stream stream, Http2UpstreamStream request) {
        stream.setProperty(Present.in(key, "key"), request);
    }

    @Nullable
    Http2UpstreamStream of(Http2Stream stream) {
        return stream.getProperty(Present.in(key, "key"));
    }

    private @Nullable Http2UpstreamStream touch(int streamId) {
        Http2Stream stream = Present.in(link, "link").connection().stream(streamId);
        Http2UpstreamStream request = stream == null ? null : of(stream);
        if (request != null && (touched.isEmpty() || touched.get(touched.size() - 1) != request)) {
            touched.add(request);
        }
        return request;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean ended) {
        onHeadersRead(ctx, streamId, headers, padding, ended);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean ended) {
        Http2UpstreamStream request = touch(streamId);
        if (request != null) {
            request.section(head, ended);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean ended) {
        Http2UpstreamStream request = touch(streamId);
        return request == null ? data.readableBytes() + padding : request.data(data, padding, ended);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
        Http2UpstreamStream request = touch(streamId);
        if (request != null) {
            request.resetByServer(errorCode);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        countControlFrame();
        upstream.settings();
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        countControlFrame();
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        countControlFrame();
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload) {
        try {
            countControlFrame();
        } catch (Http2Exception tooMany) {
            Present.in(link, "link").onError(ctx, false, tooMany);
        }
    }

    private void countControlFrame() throws Http2Exception {
        controlFrames.add(upstream.worker().nowNanos());
    }

    /** What was read in this turn goes out to the clients. */
    void flushDownstreams() {
        for (Http2UpstreamStream request : touched) {
            request.flushDownstream();
        }
        touched.clear();
    }

    /** What the server sends is no HTTP/2: so is every reply that is not whole. */
    void malformed() {
        List<Http2UpstreamStream> open = new ArrayList<>();
        try {
            Present.in(link, "link").connection().forEachActiveStream(stream -> {
                Http2UpstreamStream request = of(stream);
                if (request != null) {
                    open.add(request);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("visiting streams changes nothing", impossible);
        }
        open.forEach(Http2UpstreamStream::malformed);
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.Http2RequestHead;
import org.netchestra.dispatcher.Http2Section;

/** The requests of one HTTP/2 connection: makes a stream's frames calls of its exchange. Confined to its event loop. */
final class Http2Requests extends Http2FrameAdapter {

    /** What a client may send on one stream before anybody has taken it. */
    static final int STREAM_WINDOW = 64 * 1024 - 1;

    /** Frames that ask for work and carry none; one that is asked for a pong with each piece of data stays far below. */
    private static final int MAX_CONTROL_FRAMES = 10_000;

    private static final int CONTROL_WINDOW_SECONDS = 10;

    private final Worker worker;
    private final VirtualServer virtualServer;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private final Http2RequestHead head = new Http2RequestHead();
    private final List<Http2Downstream> touched = new ArrayList<>();
    private @Nullable Http2Handler handler;
    private Http2Connection.@Nullable PropertyKey key;
    private final FrameCount controlFrames =
            new FrameCount(MAX_CONTROL_FRAMES, CONTROL_WINDOW_SECONDS, "control frames");

    Http2Requests(Worker worker, VirtualServer virtualServer, ClientConnection connection) {
        this.worker = worker;
        this.virtualServer = virtualServer;
        this.connection = connection;
        identity = Clients.identify(connection, virtualServer.snapshot().spec().forwarding());
    }

    /** Where the fields of header sections go. */
    Http2Section section() {
        return head;
    }

    /** Begins to listen. */
    void start(Http2Handler owner, ChannelHandlerContext ctx) {
        handler = owner;
        Http2Connection streams = owner.connection();
        key = streams.newKey();
        streams.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamActive(Http2Stream stream) {
                owner.streamsChanged(true);
            }

            @Override
            public void onStreamClosed(Http2Stream stream) {
                Http2Downstream request = of(stream);
                if (request != null) {
                    request.closed();
                }
                owner.streamsChanged(streams.numActiveStreams() > 0);
            }
        });
        owner.encoder().flowController().listener(stream -> {
            Http2Downstream request = of(stream);
            if (request != null) {
                request.writabilityChanged();
            }
        });
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
            boolean ended)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, ended);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean ended)
            throws Http2Exception {
        Http2Stream stream = handler().connection().stream(streamId);
        if (stream == null) {
            return;
        }
        Http2Downstream request = of(stream);
        if (request == null) {
            request = new Http2Downstream(worker, virtualServer, handler(), stream, connection, identity);
            stream.setProperty(Present.in(key, "key"), request);
            touch(request);
            request.begin(head, ended);
        } else if (ended) {
            touch(request);
            request.trailer(head);
        } else {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "a second header section");
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean ended) {
        Http2Stream stream = handler().connection().stream(streamId);
        Http2Downstream request = stream == null ? null : of(stream);
        if (request == null) {
            return data.readableBytes() + padding;
        }
        touch(request);
        return request.data(data, padding, ended);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        countControlFrame();
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
            handler().onError(ctx, false, tooMany);
        }
    }

    private void countControlFrame() throws Http2Exception {
        controlFrames.add(worker.nowNanos());
    }

    /** What was read in this turn goes out to the servers. */
    void flushUpstreams() {
        for (Http2Downstream request : touched) {
            request.flushUpstream();
        }
        touched.clear();
    }

    private void touch(Http2Downstream request) {
        if (touched.isEmpty() || touched.get(touched.size() - 1) != request) {
            touched.add(request);
        }
    }

    /** The dispatcher stops and waits no longer. */
    void stop() {
        List<Http2Downstream> open = new ArrayList<>();
        try {
            handler().connection().forEachActiveStream(stream -> {
                Http2Downstream request = of(stream);
                if (request != null) {
                    open.add(request);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("visiting streams changes nothing", impossible);
        }
        open.forEach(Http2Downstream::stop);
    }

    private @Nullable Http2Downstream of(Http2Stream stream) {
        return stream.getProperty(Present.in(key, "key"));
    }

    private Http2Handler handler() {
        return Present.in(handler, "handler");
    }
}

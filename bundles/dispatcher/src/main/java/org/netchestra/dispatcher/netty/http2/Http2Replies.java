package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.netchestra.dispatcher.Http2ReplyHead;
import org.netchestra.dispatcher.Http2Section;

/** The replies on one HTTP/2 connection to a server: makes a stream's frames calls of its exchange. Confined to its event loop. */
final class Http2Replies extends Http2Streams<Http2UpstreamStream> {

    /** What a server may send on one stream before anybody has taken it. */
    static final int STREAM_WINDOW = 128 * 1024;

    private final Http2Upstream upstream;
    private final Http2ReplyHead head = new Http2ReplyHead();

    Http2Replies(Http2Upstream upstream) {
        super(upstream.worker());
        this.upstream = upstream;
    }

    /** Where the fields of header sections go. */
    Http2Section section() {
        return head;
    }

    @Override
    void listen(Http2Link owner) {
        super.listen(owner);
        Http2Connection streams = owner.connection();
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
        super.onSettingsRead(ctx, settings);
        upstream.settings();
    }

    /** What the server sends is no HTTP/2: so is every reply that is not whole. */
    void malformed() {
        open().forEach(Http2UpstreamStream::malformed);
    }
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.Http2RequestHead;
import org.netchestra.dispatcher.Http2Section;
import org.netchestra.dispatcher.Present;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** The requests of one HTTP/2 connection: makes a stream's frames calls of its exchange. Confined to its event loop. */
final class Http2Requests extends Http2Streams<Http2Downstream> {

    /** What a client may send on one stream before anybody has taken it. */
    static final int STREAM_WINDOW = 64 * 1024 - 1;

    private final Exchanges exchanges;
    private final VirtualServer virtualServer;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private final Http2RequestHead head = new Http2RequestHead();
    private @Nullable Http2Handler handler;

    Http2Requests(Exchanges exchanges, VirtualServer virtualServer, ClientConnection connection) {
        super(exchanges.worker());
        this.exchanges = exchanges;
        this.virtualServer = virtualServer;
        this.connection = connection;
        identity = Clients.identify(connection, virtualServer.snapshot().spec().forwarding());
    }

    /** Where the fields of header sections go. */
    Http2Section section() {
        return head;
    }

    /** Begins to listen. */
    void start(Http2Handler owner) {
        handler = owner;
        listen(owner);
        Http2Connection streams = owner.connection();
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
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean ended)
            throws Http2Exception {
        Http2Stream stream = stream(streamId);
        if (stream == null) {
            return;
        }
        Http2Downstream request = of(stream);
        if (request == null) {
            Http2Handler owner = Present.in(handler, "handler");
            request = new Http2Downstream(exchanges, virtualServer, owner, stream, connection, identity);
            opened(stream, request);
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
        Http2Downstream request = touch(streamId);
        return request == null ? data.readableBytes() + padding : request.data(data, padding, ended);
    }

    /** The dispatcher stops and waits no longer. */
    void stop() {
        open().forEach(Http2Downstream::stop);
    }
}

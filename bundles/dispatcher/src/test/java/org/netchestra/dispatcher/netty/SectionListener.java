package org.netchestra.dispatcher.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;

/** Hears of header sections without the priorities that Netty's decoder hands over with each. */
abstract class SectionListener extends Http2FrameAdapter {

    abstract void section(ChannelHandlerContext ctx, int stream, Http2Headers headers, boolean ended);

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext ctx,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean ended) {
        section(ctx, stream, headers, ended);
    }
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;

/** Hears of header sections without the priorities and paddings that may come with them. */
public abstract class SectionListener extends Http2FrameAdapter {

    protected abstract void section(ChannelHandlerContext ctx, int stream, Http2Headers headers, boolean ended);

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean ended) {
        section(ctx, stream, headers, ended);
    }

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

package org.netchestra.workload.generator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** Hands the events of one connection to its lane. Confined to the channel's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a closed channel says so itself
final class LaneHandler extends ChannelInboundHandlerAdapter {
    private final Lane lane;

    LaneHandler(Lane lane) {
        this.lane = lane;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lane.connected(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            lane.read(ctx, in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        lane.writable(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lane.closed(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            System.getLogger(Lane.class.getName()).log(System.Logger.Level.ERROR, "connection closed", cause);
        }
        ctx.close();
    }
}

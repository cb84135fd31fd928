package org.netchestra.dispatcher.netty.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.Worker;

/** The server's side of a {@link TcpRelay}. Confined to its event loop. */
final class TcpUpstream extends ChannelInboundHandlerAdapter {

    private final TcpRelay relay;
    private final Worker worker;
    private @Nullable SocketChannel channel;
    private @Nullable TcpOutput output;
    private boolean failed;
    private boolean inputEnded;

    TcpUpstream(Worker worker, TcpRelay relay) {
        this.worker = worker;
        this.relay = relay;
    }

    /** Takes over data; whether more is welcome. */
    boolean write(ByteBuf data) {
        return output().write(data);
    }

    void flushSoon() {
        output().flushSoon();
    }

    void setReading(boolean reading) {
        channel().config().setAutoRead(reading);
    }

    void endOutput() {
        Closing.output(channel());
    }

    void close() {
        Closing.now(channel());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        SocketChannel made = (SocketChannel) ctx.channel();
        channel = made;
        output = new TcpOutput(worker, made);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!relay.fromServer((ByteBuf) message)) {
            setReading(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        relay.serverFlushes();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel().isWritable()) {
            relay.serverWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (Closing.isInputEnd(event) && !inputEnded) {
            inputEnded = true;
            relay.serverEndedOutput();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a failed write; the relay hears of it when the channel is inactive.
        failed = true;
        Closing.now(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        relay.serverLost(failed);
    }

    SocketChannel socket() {
        return channel();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    private TcpOutput output() {
        TcpOutput current = output;
        if (current == null) {
            throw new IllegalStateException("channel: none (expected: one that is registered)");
        }
        return current;
    }

    private SocketChannel channel() {
        SocketChannel current = channel;
        if (current == null) {
            throw new IllegalStateException("channel: none (expected: one that is registered)");
        }
        return current;
    }
}

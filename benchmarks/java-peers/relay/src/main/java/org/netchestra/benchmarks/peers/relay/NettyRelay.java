package org.netchestra.benchmarks.peers.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * The least that a proxy on Netty can do, as a lower bound: each client gets a connection of its own to a server, and
 * bytes go to and fro unread. It parses nothing, shares nothing, limits nothing, logs nothing.
 */
public final class NettyRelay extends ChannelInitializer<Channel> {
    private static final int LOOPS = 2;

    private final int[] servers;
    private int next;

    private NettyRelay(int[] servers) {
        this.servers = servers;
    }

    /** Runs until it is told to end. Words: the port to listen on, then the servers' ports. */
    public static void main(String[] words) throws InterruptedException {
        int[] servers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, EpollIoHandler.newFactory());
        new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new NettyRelay(servers))
                .bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(words[0])))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private synchronized int nextServer() {
        next = (next + 1) % servers.length;
        return servers[next];
    }

    @Override
    protected void initChannel(Channel client) {
        new Bootstrap()
                .group(client.eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new PassingTo(client))
                .connect(new InetSocketAddress("127.0.0.1", nextServer()))
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        client.close();
                        return;
                    }
                    client.pipeline().addLast(new PassingTo(connected.channel()));
                    connected.channel().read();
                    client.read();
                });
    }

    /** Passes on what is read, and reads again when that is written. */
    private static final class PassingTo extends ChannelInboundHandlerAdapter {
        private final Channel other;

        PassingTo(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            other.write(bytes, other.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                if (written.isSuccess()) {
                    context.read();
                } else {
                    context.close();
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}

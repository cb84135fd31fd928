package org.netchestra.workload.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The fastest transport of this machine: native epoll where its library loads, NIO elsewhere. Thread-safe. */
public enum Transport {
    /** Linux epoll through Netty's native library. */
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    /** The JDK's own selectors. */
    NIO(NioServerSocketChannel.class, NioSocketChannel.class);

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;

    Transport(Class<? extends ServerChannel> serverChannel, Class<? extends SocketChannel> channel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /** The one to use here. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** A new group of daemon event loops, named after their purpose. */
    public EventLoopGroup newLoops(int loops, String purpose) {
        IoHandlerFactory io = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory(purpose, true), io);
    }

    /** The listening channel's class. */
    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** The connecting channel's class. */
    public Class<? extends SocketChannel> channel() {
        return channel;
    }
}

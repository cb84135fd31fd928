package org.netchestra.dispatcher.netty.loop;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.splice.SteadyEpoll;

/** How sockets are driven: Linux epoll through native code where that loads, the JDK's selectors elsewhere. */
public enum Transport {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class) {
        @Override
        IoHandlerFactory ioHandlers(BiConsumer<Executor, SteadyEpoll> made) {
            IoHandlerFactory factory = EpollIoHandler.newFactory();
            return executor -> {
                SteadyEpoll handler = new SteadyEpoll(factory.newHandler(executor));
                made.accept(executor, handler);
                return handler;
            };
        }
    },
    NIO(NioServerSocketChannel.class, NioSocketChannel.class) {
        @Override
        IoHandlerFactory ioHandlers(BiConsumer<Executor, SteadyEpoll> made) {
            return NioIoHandler.newFactory();
        }
    };

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends SocketChannel> socketChannel;

    Transport(Class<? extends ServerChannel> serverChannel, Class<? extends SocketChannel> socketChannel) {
        this.serverChannel = serverChannel;
        this.socketChannel = socketChannel;
    }

    /** The best that this machine has. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Why {@link #EPOLL} cannot be used, or null. */
    public static @Nullable Throwable epollProblem() {
        return Epoll.unavailabilityCause();
    }

    /**
     * @param made hears of each event loop's handler that can divert input
     */
    abstract IoHandlerFactory ioHandlers(BiConsumer<Executor, SteadyEpoll> made);

    /** What listens. */
    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** What connects. */
    public Class<? extends SocketChannel> socketChannel() {
        return socketChannel;
    }
}

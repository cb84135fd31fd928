package org.netchestra.dispatcher.netty.splice;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** What an event loop needs to keep bytes in the kernel that nobody here reads. Confined to its event loop. */
public final class Splicing {

    private final SteadyEpoll epoll;
    private final PipePool pipes;

    /** @param epoll the event loop's handler */
    public Splicing(SteadyEpoll epoll, PipePool pipes) {
        this.epoll = epoll;
        this.pipes = pipes;
    }

    /** A way from socket to socket, or null when one of its ends is encrypted here, as bytes must pass through user space then. */
    public @Nullable Splice between(SocketChannel from, SocketChannel to, Splice.Listener listener) {
        if (isPlain(from) && isPlain(to)) {
            return new Splice(epoll, pipes, (EpollSocketChannel) from, (EpollSocketChannel) to, listener);
        }
        return null;
    }

    private static boolean isPlain(SocketChannel channel) {
        return channel.pipeline().get(SslHandler.class) == null;
    }

    /** Bytes that were kept in the kernel. Thread-safe. */
    public long bytes() {
        return pipes.bytes();
    }

    /** Pipes with bytes in them. Thread-safe. */
    public int pipesInUse() {
        return pipes.inUse();
    }

    /** Looks after the pipes: to be called about ten times a second. */
    public void sweep() {
        pipes.sweep();
    }

    /** The event loop ends. */
    public void close() {
        pipes.close();
    }
}

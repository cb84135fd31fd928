package org.netchestra.dispatcher.netty.splice;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/** A channel's way to its events, but for input that is diverted. Confined to its event loop. */
@SuppressWarnings("try") // close is as Netty declares it
final class DivertibleHandle implements EpollIoHandle {

    private record Event(EpollIoOps ops) implements EpollIoEvent {}

    private final SteadyEpoll epoll;
    private final EpollIoHandle channel;
    private final int socket;

    DivertibleHandle(SteadyEpoll epoll, EpollIoHandle channel, int socket) {
        this.epoll = epoll;
        this.channel = channel;
        this.socket = socket;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        Diversion diversion = epoll.diversion(socket);
        if (diversion == null) {
            channel.handle(registration, event);
        } else {
            handle(registration, event, ((EpollIoEvent) event).ops(), diversion);
        }
    }

    /** Errors are the channel's, also those that come with input: it knows how to tell them. */
    private void handle(IoRegistration registration, IoEvent event, EpollIoOps ops, Diversion diversion) {
        if (!ops.contains(EpollIoOps.EPOLLIN) || ops.contains(EpollIoOps.EPOLLERR)) {
            channel.handle(registration, event);
            return;
        }
        if (ops.contains(EpollIoOps.EPOLLOUT)) {
            channel.handle(registration, new Event(EpollIoOps.EPOLLOUT));
        }
        // An end of input that is reported with it will be reported again.
        if (!diversion.take()) {
            channel.handle(registration, new Event(ops.without(EpollIoOps.EPOLLOUT)));
        }
    }

    @Override
    public FileDescriptor fd() {
        return channel.fd();
    }

    @Override
    public void registered() {
        channel.registered();
    }

    @Override
    public void unregistered() {
        channel.unregistered();
    }

    @Override
    public void close() throws Exception {
        channel.close();
    }
}

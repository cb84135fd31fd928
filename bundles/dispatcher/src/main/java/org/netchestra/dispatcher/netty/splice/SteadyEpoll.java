package org.netchestra.dispatcher.netty.splice;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * Netty's epoll handler, mended and opened. Mended: it takes a socket that is interested in nothing out of the epoll set (a client
 * that has closed its direction, while its reply is on the way) and fails to put it back when it must wait for writability; seen with
 * 4.2.18. Such sockets stay in the set here, for errors only, which epoll reports anyway. Opened: what arrives at a socket may be
 * {@linkplain #divert diverted} from its channel. Confined to its event loop.
 */
public final class SteadyEpoll implements IoHandler {

    private final IoHandler epoll;
    private final IntObjectMap<Diversion> diversions = new IntObjectHashMap<>();

    /**
     * @param epoll Netty's handler
     */
    public SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    /** Lets somebody else have a socket's input, until the socket is closed or its input is {@linkplain #restore restored}. */
    void divert(FileDescriptor socket, Diversion diversion) {
        diversions.put(socket.intValue(), diversion);
    }

    /** Gives a socket's input back to its channel, if it is this one's: its number may belong to another socket by now. */
    void restore(FileDescriptor socket, Diversion diversion) {
        if (diversion.equals(diversions.get(socket.intValue()))) {
            diversions.remove(socket.intValue());
        }
    }

    @Nullable
    Diversion diversion(int socket) {
        return diversions.isEmpty() ? null : diversions.get(socket);
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (handle instanceof EpollIoHandle channel) {
            int socket = channel.fd().intValue();
            return new SteadyRegistration(epoll.register(new DivertibleHandle(this, channel, socket)), socket);
        }
        return epoll.register(handle);
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    private final class SteadyRegistration implements IoRegistration {

        private final IoRegistration registration;
        private final int socket;

        SteadyRegistration(IoRegistration registration, int socket) {
            this.registration = registration;
            this.socket = socket;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            return registration.submit(EpollIoOps.NONE.equals(ops) ? EpollIoOps.EPOLLERR : ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            diversions.remove(socket);
            return registration.cancel();
        }
    }
}

package org.netchestra.dispatcher.netty.splice;

import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from socket to socket that stay in the kernel: through a pipe by splice(2), while they come in bulk. What comes
 * in small pieces is cheaper to copy, and is. Confined to its event loop.
 */
public final class Splice implements Diversion {

    /** Says how much may go this way, and hears what does. */
    public interface Listener {

        /** So many bytes may be taken, and not one more; what follows them is the channel's. */
        default long left() {
            return Long.MAX_VALUE;
        }

        /** So many bytes were read. */
        void taken(int bytes);

        /** The receiver takes bytes. */
        void sent();

        /** The receiver does not take all that was read: nothing more is until it has. */
        default void waits() {}

        /** What was read is out, after it had to wait: reading may go on. */
        void drained();
    }

    /** What a direction must bring in one turn to be bulk: small messages never do, and slow ones do not gain. */
    private static final int BULK = 64 * 1024;

    /** What is cheaper copied, and how often in a row until it is. */
    private static final int SMALL = 8 * 1024;

    private static final int SMALL_TURNS = 8;

    /** After which others of the event loop have their turn. */
    private static final int TURN = 1 << 20;

    private final SteadyEpoll epoll;
    private final PipePool pipes;
    private final EpollSocketChannel from;
    private final EpollSocketChannel to;
    private final Listener listener;
    private @Nullable PipedBytes onTheWay;
    private boolean waiting;
    private boolean active;
    private int copied;
    private int smallTurns;

    Splice(SteadyEpoll epoll, PipePool pipes, EpollSocketChannel from, EpollSocketChannel to, Listener listener) {
        this.epoll = epoll;
        this.pipes = pipes;
        this.from = from;
        this.to = to;
        this.listener = listener;
    }

    /** So many bytes were read in the ordinary way. */
    public void copied(int bytes) {
        copied += bytes;
    }

    /** What there was has been read in the ordinary way: splices from here on if it was much. */
    public void turnOver() {
        if (copied >= BULK) {
            activate();
        }
        copied = 0;
    }

    /** Splices from here on, beginning with what has come, as it is known that much will. */
    public void begin() {
        activate();
        var unused = take();
    }

    private void activate() {
        if (!active && from.isOpen()) {
            active = true;
            smallTurns = 0;
            epoll.divert(from.fd(), this);
        }
    }

    /** Whether nothing waits in a pipe. */
    public boolean isDrained() {
        return onTheWay == null;
    }

    /** Bytes that wait in a pipe. */
    public int pendingBytes() {
        return onTheWay == null ? 0 : onTheWay.left();
    }

    /** Lets the channel read again. */
    public void end() {
        if (active) {
            active = false;
            epoll.restore(from.fd(), this);
        }
    }

    @Override
    public boolean take() {
        try {
            return onTheWay == null && turn();
        } catch (IOException failed) {
            from.pipeline().fireExceptionCaught(failed);
            return true;
        }
    }

    private boolean turn() throws IOException {
        int moved = 0;
        int last;
        do {
            last = move();
            moved += last;
        } while (active && last >= BULK && onTheWay == null && moved < TURN);
        if (moved >= SMALL) {
            smallTurns = 0;
        } else if (++smallTurns == SMALL_TURNS) {
            end();
        }
        if (listener.left() == 0) {
            end();
            return onTheWay != null;
        }
        return moved > 0;
    }

    private int move() throws IOException {
        long left = listener.left();
        Pipe pipe = left == 0 ? null : pipes.take();
        if (pipe == null) {
            return 0;
        }
        int bytes = 0;
        try {
            bytes = pipe.fill(from.fd(), Math.min(left, pipes.room()));
        } finally {
            if (bytes == 0) {
                pipes.giveBack(pipe);
            }
        }
        if (bytes > 0) {
            pipes.filled(bytes);
            listener.taken(bytes);
            send(new PipedBytes(pipes, pipe, to.fd(), bytes, listener::sent, this::released));
        }
        return bytes;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures come back through the pipeline
    private void send(PipedBytes bytes) {
        onTheWay = bytes;
        to.writeAndFlush(bytes, to.voidPromise());
        if (onTheWay != null) {
            waiting = true;
            pipes.waits(bytes);
            from.config().setAutoRead(false);
            listener.waits();
        }
    }

    private void released() {
        onTheWay = null;
        if (waiting) {
            waiting = false;
            listener.drained();
        }
    }
}

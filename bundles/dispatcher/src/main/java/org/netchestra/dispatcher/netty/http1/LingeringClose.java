package org.netchestra.dispatcher.netty.http1;

import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * Closes a connection behind what was written to it. While the client may still be sending, only our direction is closed and the rest
 * is read and thrown away: a reset would take the reply from it (RFC 9112 section 9.6). Confined to its event loop.
 */
final class LingeringClose {

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LINGER_AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Worker worker;
    private final SocketChannel channel;
    private final Runnable close;
    private boolean flushed;
    private boolean inputEnded;
    private long deadlineNanos;
    private long endNanos;

    /**
     * @param timeoutNanos for the client to take what was written
     * @param close closes the connection
     */
    LingeringClose(Worker worker, SocketChannel channel, long timeoutNanos, Runnable close) {
        this.worker = worker;
        this.channel = channel;
        this.close = close;
        deadlineNanos = worker.nowNanos() + timeoutNanos;
    }

    /**
     * @param clientSends whether the client may still be sending
     */
    void begin(boolean clientSends) {
        Closing.afterFlush(channel, done -> {
            flushed = true;
            if (clientSends && !inputEnded && done.isSuccess()) {
                Closing.output(channel);
                long now = worker.nowNanos();
                deadlineNanos = now + LINGER_NANOS;
                endNanos = now + LINGER_AT_MOST_NANOS;
            } else {
                close.run();
            }
        });
    }

    /** Something came and was thrown away: perhaps more will. */
    void discarded() {
        if (flushed) {
            deadlineNanos = Math.min(endNanos, worker.nowNanos() + LINGER_NANOS);
        }
    }

    /** The client has said all. */
    void inputEnded() {
        inputEnded = true;
        if (flushed) {
            close.run();
        }
    }

    /** When to close whatever the client does. */
    long deadlineNanos() {
        return deadlineNanos;
    }
}

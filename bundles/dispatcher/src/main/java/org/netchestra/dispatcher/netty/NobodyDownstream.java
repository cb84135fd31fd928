package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ForwardingSpec;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.LocalReply;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.exchange.DownstreamStream;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.loop.Timed;
import org.netchestra.dispatcher.netty.loop.Worker;

/** In place of a client that the death of the dispatcher has taken away: takes every reply, and throws it away. */
final class NobodyDownstream implements DownstreamStream, Timed {

    private final Worker worker;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private @Nullable Exchange exchange;
    private long bytes;
    private int deadlineSlot = -1;

    NobodyDownstream(
            Worker worker,
            Exchange exchange,
            ForwardingSpec forwarding,
            InetSocketAddress client,
            InetSocketAddress local) {
        this.worker = worker;
        this.exchange = exchange;
        connection = new ClientConnection(closed(), client, local, null, false, null);
        identity = Clients.identify(connection, forwarding);
    }

    private static SocketChannel closed() {
        SocketChannel channel = new NioSocketChannel();
        channel.unsafe().closeForcibly();
        return channel;
    }

    /** Begins to be looked after; on the event loop. */
    void begin() {
        worker.deadlines().add(this);
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void informational(MessageHead reply) {}

    @Override
    public void replyHead(MessageHead reply, ReplySemantics semantics) {}

    @Override
    public void replyData(ByteBuf data) {
        bytes += data.readableBytes();
        data.release();
    }

    @Override
    public void replyEnd(MessageHead trailer) {}

    @Override
    public void openTunnel(MessageHead reply) {}

    @Override
    public void endTunnel() {}

    @Override
    public void refuse(Refusal refusal) {}

    @Override
    public void answer(LocalReply reply) {}

    @Override
    public void abort() {}

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public long bytesWritten() {
        return bytes;
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public void exchangeEnded() {
        exchange = null;
        worker.deadlines().remove(this);
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return exchange == null ? NEVER : exchange.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (exchange != null) {
            exchange.onDeadline(nowNanos);
        }
    }

    @Override
    public void stop() {
        if (exchange != null) {
            exchange.stop();
        }
    }

    @Override
    public int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import org.netchestra.core.config.ForwardingSpec;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.OneExchangeStream;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/** In place of a client that the death of the dispatcher has taken away: takes every reply, and throws it away. */
final class NobodyDownstream extends OneExchangeStream {

    private final ClientConnection connection;
    private final ClientIdentity identity;
    private long bytes;

    NobodyDownstream(Worker worker, ForwardingSpec forwarding, InetSocketAddress client, InetSocketAddress local) {
        super(worker);
        connection = new ClientConnection(closed(), client, local, null, false, null);
        identity = Clients.identify(connection, forwarding);
    }

    private static SocketChannel closed() {
        SocketChannel channel = new NioSocketChannel();
        channel.unsafe().closeForcibly();
        return channel;
    }

    /** Takes the place of the client of an exchange; on the event loop. */
    void begin(Exchange recovered) {
        carry(recovered);
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
    public long bytesWritten() {
        return bytes;
    }

    @Override
    public void setReading(boolean reading) {}
}

package org.netchestra.dispatcher.netty.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/**
 * The client's side of an exchange: takes the reply, and says how fast it may come. All calls are on the exchange's event loop.
 */
public interface DownstreamStream {

    ClientIdentity identity();

    /** Whether a route asks, which must not be sent through its route again. */
    default boolean isRoute() {
        return false;
    }

    /** The connection that carries the stream. */
    ClientConnection connection();

    /** Passes an interim reply on (1xx but 101), if this client can take it. */
    void informational(MessageHead reply);

    /** Passes the head of the final reply on. */
    void replyHead(MessageHead reply, ReplySemantics semantics);

    /** Takes over a piece of the reply's body. */
    void replyData(ByteBuf data);

    /**
     * Lets a part of the reply's body pass within the kernel, behind what was written so far; null where it cannot.
     *
     * @param body says how much of the body is left for that, and hears what was taken
     */
    default @Nullable Splice spliceReply(SocketChannel server, SplicedBody body) {
        return null;
    }

    /** The reply is whole. The trailer section may be empty. */
    void replyEnd(MessageHead trailer);

    /** Passes reply 101 on: from here on bytes go both ways as they come, until one side ends. */
    void openTunnel(MessageHead reply);

    /** The server has ended its direction of the tunnel. */
    void endTunnel();

    /** Answers by itself. */
    void refuse(Refusal refusal);

    /** Answers by itself, as the configuration says. */
    void answer(LocalReply reply);

    /** Breaks a reply off, in a way that no client takes for its end. */
    void abort();

    void flush();

    /** Whether more data is welcome now; {@link Exchange#downstreamWritable()} tells when it is again. */
    boolean isWritable();

    /** Bytes that wait to be taken by the network. */
    long pendingBytes();

    /** Bytes read and written since the connection's start. */
    long bytesRead();

    long bytesWritten();

    /** Lets the request's body come, or holds it back. */
    void setReading(boolean reading);

    /** The exchange is over and must not be used any more. */
    void exchangeEnded();
}

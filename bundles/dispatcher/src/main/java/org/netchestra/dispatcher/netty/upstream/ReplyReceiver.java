package org.netchestra.dispatcher.netty.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** Who sent a request on an {@link UpstreamStream}, and hears what becomes of it. All calls are on the stream's event loop. */
public interface ReplyReceiver {

    /** What the request that was sent means; a reply cannot be read without it. */
    RequestSemantics request();

    /** Where the head of a reply is put. */
    MessageHead reply();

    /** Where its meaning is put. */
    ReplySemantics replySemantics();

    /** The connection that was asked for is made. */
    void connected(UpstreamStream connection);

    /**
     * The connection that was asked for cannot be made.
     *
     * @param first false when another one has waited for the same connection and heard of this before
     */
    void connectFailed(Throwable cause, boolean first);

    /** The first byte of a reply has come. */
    void replyStarted();

    /** An interim reply is in {@link #reply()}. */
    void informational();

    /** The head of the final reply is in {@link #reply()}. */
    void replyHead();

    /** Takes over a piece of the reply's body. */
    void replyData(ByteBuf data);

    /**
     * Lets a part of the reply's body pass within the kernel, from the server's socket to the client's, in the place of
     * {@link #replyData}.
     *
     * @param body says how much of the body is left for that, and hears what was taken
     * @return null when the bytes must be seen here, or cannot pass
     */
    default @Nullable Splice spliceReply(SocketChannel server, SplicedBody body) {
        return null;
    }

    /** The reply is whole; the trailer section may be empty. */
    void replyEnd(MessageHead trailer);

    /** The server has switched protocols. */
    void tunnelOpened();

    void serverEndedTunnel();

    /** The server sent what is no reply; the connection is closed. */
    void replyMalformed();

    /** The connection to the server is gone before the reply was whole. */
    void upstreamLost();

    /**
     * The server has said that it did not look at the request, which may be sent again whatever it is.
     *
     * @param leaving whether it is the connection that takes no more requests, and no fault of the server
     */
    void unprocessed(boolean leaving);

    /** The stream takes more data again, or, while {@linkplain UpstreamStream#spliceRequest data pass unread}, no more for now. */
    void upstreamWritable();

    /** Some of what passes unread of the request has moved on. */
    default void requestMoved() {}

    /** Nothing more has come for now. */
    void flushDownstream();
}

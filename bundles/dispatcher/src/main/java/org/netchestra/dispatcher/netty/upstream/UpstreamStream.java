package org.netchestra.dispatcher.netty.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** The server's side of an exchange: takes the request. All calls are on the exchange's event loop. */
public interface UpstreamStream {

    /** Passes the request's head on; the reply will go to this receiver. */
    void requestHead(ReplyReceiver receiver, MessageHead request, RequestSemantics semantics, ClientIdentity client);

    /** Takes over a piece of the request's body. */
    void requestData(ByteBuf data);

    /**
     * Lets a part of the request's body pass within the kernel, from the client's socket to the server's, in the place of
     * {@link #requestData}.
     *
     * @param body says how much of the body is left for that, and hears what was taken
     * @return null when the bytes must be seen here, or cannot pass
     */
    default @Nullable Splice spliceRequest(SocketChannel client, SplicedBody body) {
        return null;
    }

    /** Whether a server that has got a part of the request may yet say that it did not look at it. */
    default boolean mayBeDisowned() {
        return false;
    }

    /** The request is whole. The trailer section may be empty. */
    void requestEnd(MessageHead trailer);

    /** The client has ended its direction of the tunnel. */
    void endTunnel();

    /** Whether the connection served another exchange before this one. */
    boolean isReused();

    /** Whether any byte of a reply to this exchange has come. */
    boolean isReplyStarted();

    void flush();

    /** Whether more data is welcome now; {@link ReplyReceiver#upstreamWritable()} tells when it is again. */
    boolean isWritable();

    /** Lets the reply come, or holds it back. */
    void setReading(boolean reading);

    /** Parts from the exchange; the connection is kept for another one when it is fit for that. */
    void release();

    /** Parts from the exchange and breaks the connection. */
    void abort();
}

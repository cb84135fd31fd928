package org.netchestra.dispatcher.netty.upstream;

import io.netty.buffer.ByteBuf;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** The server's side of an exchange: takes the request. All calls are on the exchange's event loop. */
public interface UpstreamStream {

    /** Passes the request's head on; the reply will go to this receiver. */
    void requestHead(ReplyReceiver receiver, MessageHead request, RequestSemantics semantics, ClientIdentity client);

    /** Takes over a piece of the request's body. */
    void requestData(ByteBuf data);

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

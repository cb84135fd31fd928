package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;

/** Stands at our end of one HTTP/2 stream, with a request or its reply. Confined to its event loop. */
interface Http2StreamEnd {

    /**
     * A header or trailer section has come; its fields are where the connection puts them.
     *
     * @param ended whether it ends the peer's direction
     */
    void section(boolean ended);

    /** Takes over a piece of data, which counts as used in the stream's window. */
    void data(ByteBuf data, boolean ended);

    /** The peer has reset the stream, which is closed next. */
    void resetByPeer(long error);

    /** What the peer sent breaks the protocol, and the stream is reset and closed next. */
    void broken();

    /**
     * The stream is gone: both sides have ended it, or one has broken it off, or the connection is gone.
     *
     * @param untaken whether the peer has said that it took no stream with this number
     */
    void closed(boolean untaken);

    /** The stream takes data again. */
    void writable();

    /** What was read from the stream in this turn goes out on the exchange's other side. */
    void flushOtherSide();

    /** Nobody uses the connection any more. */
    void stop();
}

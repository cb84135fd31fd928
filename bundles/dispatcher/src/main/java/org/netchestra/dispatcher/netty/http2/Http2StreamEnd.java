package org.netchestra.dispatcher.netty.http2;

/** Stands at our end of one HTTP/2 stream, with a request or its reply. Confined to its event loop. */
interface Http2StreamEnd {

    /** The stream takes data again, or no longer. */
    void writabilityChanged();

    /** What was read from the stream in this turn goes out on the exchange's other side. */
    void flushOtherSide();
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Hears of the frames of one HTTP/2 connection, each of which is sound by itself; what it means where it comes is judged here. An
 * exception ends the connection. Confined to the connection's event loop.
 */
interface Http2FrameSink {

    /**
     * A piece of a DATA frame; a frame comes in as many pieces as the network made of it.
     *
     * @param data taken over
     * @param padding octets that count for the windows and mean nothing
     * @param end whether this ends the peer's direction of the stream
     */
    void data(int stream, ByteBuf data, int padding, boolean end) throws Http2Exception;

    /**
     * A whole header block.
     *
     * @param block readable to its end; stays the caller's
     */
    void headers(int stream, ByteBuf block, boolean end) throws Http2Exception;

    /** A priority, which means nothing any more (RFC 9113 section 5.3.2), or a frame of a kind that is not known. */
    void ignored() throws Http2Exception;

    void reset(int stream, long error) throws Http2Exception;

    /**
     * Settings of the peer.
     *
     * @param payload of whole settings, readable to its end; stays the caller's
     */
    void settings(ByteBuf payload) throws Http2Exception;

    void settingsAcknowledged() throws Http2Exception;

    void ping(long data, boolean answer) throws Http2Exception;

    /** The peer takes no stream above this one. */
    void goAway(int last) throws Http2Exception;

    /** More of a stream, or of the connection (0), may be sent. */
    void windowUpdate(int stream, int increment) throws Http2Exception;
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * How this side of an HTTP/2 connection is. Immutable.
 *
 * @param server whether the peer is a client
 * @param streams that may be open at a time
 * @param streamWindow what the peer may send on one stream before anybody has taken it, octets
 * @param listSize octets of a decoded header section
 * @param closeMillis how long closing waits for streams that are open, and for what is to be sent
 */
record Http2Plan(boolean server, int streams, int streamWindow, int listSize, long closeMillis) {

    /** What every connection begins with (RFC 9113 section 6.9.2), octets. */
    static final int INITIAL_WINDOW = 64 * 1024 - 1;

    private static final int MAX_WIDE_STREAMS = 1000;

    /** Octets by which the window of all streams together is wider: one whose data nobody takes does not hold up the others. */
    int wider() {
        return Math.max(0, Math.min(streams, MAX_WIDE_STREAMS) * streamWindow - INITIAL_WINDOW);
    }

    /** Octets of an encoded header block of several frames. */
    int blockSize() {
        return listSize + listSize / 4;
    }

    /** Says what the connection begins with. */
    void begin(Http2FrameWriter writer) {
        if (!server) {
            writer.preface();
        }
        writer.settings(
                server ? Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS : Http2CodecUtil.SETTINGS_ENABLE_PUSH,
                server ? streams : 0,
                Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE,
                streamWindow,
                Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE,
                listSize);
        if (wider() > 0) {
            writer.windowUpdate(0, wider());
        }
    }
}

package org.netchestra.dispatcher.netty.http2;

import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;

/** What the peer of a connection has set (RFC 9113 section 6.5.2), with the values from before it said so. Confined to its event loop. */
final class Http2PeerSettings {

    /** RFC 8441 section 3. */
    private static final int ENABLE_CONNECT_PROTOCOL = 8;

    /** RFC 9218 section 2.1. */
    private static final int NO_RFC7540_PRIORITIES = 9;

    private static final int MAX_FRAME_SIZE = (1 << 24) - 1;

    private final boolean server;
    private long tableSize = 4096;
    private int streams = Integer.MAX_VALUE;
    private int streamWindow = Http2Plan.INITIAL_WINDOW;

    /** @param server whether the peer is a client */
    Http2PeerSettings(boolean server) {
        this.server = server;
    }

    /** Takes one setting; those that are not known, or advice that is not followed, change nothing. */
    void set(int name, long value) throws Http2Exception {
        switch (name) {
            case Http2CodecUtil.SETTINGS_HEADER_TABLE_SIZE -> tableSize = value;
            case Http2CodecUtil.SETTINGS_ENABLE_PUSH -> check(name, value, value == 0 || (value == 1 && server));
            case Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS -> streams = (int) Math.min(value, Integer.MAX_VALUE);
            case Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE -> {
                if (value > Integer.MAX_VALUE) {
                    throw connectionError(FLOW_CONTROL_ERROR, "setting %d is %d", name, value);
                }
                streamWindow = (int) value;
            }
            case Http2CodecUtil.SETTINGS_MAX_FRAME_SIZE ->
                check(name, value, value >= Http2FrameReader.MAX_PAYLOAD && value <= MAX_FRAME_SIZE);
            case ENABLE_CONNECT_PROTOCOL, NO_RFC7540_PRIORITIES -> check(name, value, value <= 1);
            default -> {}
        }
    }

    private static void check(int name, long value, boolean allowed) throws Http2Exception {
        if (!allowed) {
            throw connectionError(PROTOCOL_ERROR, "setting %d is %d", name, value);
        }
    }

    /** Octets of fields that it remembers. */
    long tableSize() {
        return tableSize;
    }

    /** Streams of this side that it allows at a time. */
    int streams() {
        return streams;
    }

    /** What each stream may send it at first. */
    int streamWindow() {
        return streamWindow;
    }
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * What a peer makes this side write, and its bounds: answers that wait because the peer reads nothing, and resets of streams that the peer
 * provokes (CVE-2025-8671). Confined to one event loop.
 */
final class Http2Answers {

    /** DATA stops far below, so that more than this is answers to frames of control and heads, which no window holds back. */
    private static final int MAX_UNSENT_BYTES = 1 << 20;

    private static final int MAX_RESETS = 200;
    private static final int RESET_SECONDS = 30;

    private final Http2Link link;
    private final Http2Streams streams;
    private final FrameCount resets;

    /** @param server whether the peer is a client, which alone can open streams only to have them reset */
    Http2Answers(Http2Link link, Http2Streams streams, boolean server) {
        this.link = link;
        this.streams = streams;
        resets = new FrameCount(server ? MAX_RESETS : Integer.MAX_VALUE, RESET_SECONDS, "streams that had to be reset");
    }

    void ping(long data) {
        if (areRead()) {
            link.writer().ping(data, true);
        }
    }

    void settings() {
        if (areRead()) {
            link.writer().settingsAcknowledgement();
        }
    }

    /** Resets a stream that is not open. */
    void refuse(int number, Http2Error error) {
        if (areRead()) {
            streams.remember(number);
            link.writer().reset(number, error.code());
        }
    }

    /** Resets a stream that is open and is closed next; false when there were too many, which ends the connection. */
    boolean reset(int number, Http2Error error) {
        if (resets.isExceeded(link.worker().nowNanos())) {
            link.fail(resets.tooMany());
            return false;
        }
        streams.remember(number);
        link.writer().reset(number, error.code());
        return true;
    }

    /** Whether the peer reads what it asks for; ends the connection when it does not. */
    boolean areRead() {
        ChannelOutboundBuffer unsent = link.context().channel().unsafe().outboundBuffer();
        boolean read = unsent == null || unsent.totalPendingWriteBytes() <= MAX_UNSENT_BYTES;
        if (!read) {
            link.fail(Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many unread answers"));
        }
        return read;
    }
}

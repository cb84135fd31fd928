package org.netchestra.dispatcher.netty.http2;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** One stream of an HTTP/2 connection and its state (RFC 9113 section 5.1), from its first frame on. Confined to its event loop. */
final class Http2Stream {

    private final Http2Link link;
    private final int number;
    private final Http2StreamOutput output;
    private final Http2StreamWindow window;
    private @Nullable Http2StreamEnd end;
    private boolean peerEnded;
    private boolean ended;
    private boolean closed;

    Http2Stream(Http2Link link, int number) {
        this.link = link;
        this.number = number;
        output = new Http2StreamOutput(link, this);
        window = new Http2StreamWindow(link, this);
    }

    int number() {
        return number;
    }

    /** This side's direction. */
    Http2StreamOutput output() {
        return output;
    }

    /** What the peer may send. */
    Http2StreamWindow window() {
        return window;
    }

    /** Says who stands here; once. */
    void belongTo(Http2StreamEnd owner) {
        end = owner;
    }

    Http2StreamEnd end() {
        return requireNonNull(end, "end of the stream");
    }

    /** The peer says nothing more. */
    void peerEnds() {
        peerEnded = true;
    }

    boolean isPeerEnded() {
        return peerEnded;
    }

    /** This side has said all. */
    void ends() {
        ended = true;
        closeWhenEnded();
    }

    /** Closes the stream when both sides have ended it. */
    void closeWhenEnded() {
        if (ended && peerEnded) {
            link.close(this, false);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** The stream is gone; it is in no table any more. */
    void closed(boolean untaken) {
        closed = true;
        Http2StreamEnd owner = end;
        if (owner != null) {
            owner.closed(untaken);
        }
        output.closed();
        window.closed();
    }
}

package org.netchestra.dispatcher.netty.http2;

import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * What the peer may send on one stream: it gets back as much as somebody has taken, and nothing while nobody takes anything. Confined
 * to its event loop.
 */
final class Http2StreamWindow {

    private final Http2Link link;
    private final Http2Stream stream;
    private boolean open = true;
    private int taken;

    Http2StreamWindow(Http2Link link, Http2Stream stream) {
        this.link = link;
        this.stream = stream;
    }

    /** Bytes of the window were used; they are given back when the window is open. */
    void used(int bytes) {
        taken += bytes;
    }

    /** Lets the peer go on, or holds it back. */
    void setOpen(boolean wanted) {
        open = wanted;
        if (wanted) {
            giveBack();
        }
    }

    /** Gives back what was used, if somebody takes more. */
    void giveBack() {
        int bytes = taken;
        if (!open || bytes == 0 || stream.state() == Http2Stream.State.CLOSED) {
            return;
        }
        taken = 0;
        try {
            if (link.decoder().flowController().consumeBytes(stream, bytes)) {
                // The window may be what the peer waits for.
                link.flushSoon();
            }
        } catch (Http2Exception broken) {
            link.onError(link.context(), true, broken);
        }
    }
}

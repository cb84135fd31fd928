package org.netchestra.dispatcher.netty.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;

/** Counts frames of a kind that costs work and carries none, and ends the patience with them. Confined to one event loop. */
final class FrameCount {

    private final int most;
    private final long windowNanos;
    private final String what;
    private long sinceNanos;
    private int count;

    /**
     * @param most so many in a window are taken
     * @param what what they are, for the peer
     */
    FrameCount(int most, int windowSeconds, String what) {
        this.most = most;
        windowNanos = TimeUnit.SECONDS.toNanos(windowSeconds);
        this.what = what;
    }

    /** One more; whether that is too many. */
    boolean isExceeded(long nowNanos) {
        if (count == 0 || nowNanos - sinceNanos > windowNanos) {
            sinceNanos = nowNanos;
            count = 0;
        }
        return ++count > most;
    }

    /**
     * One more.
     *
     * @throws Http2Exception that ends the connection when it is too many
     */
    void add(long nowNanos) throws Http2Exception {
        if (isExceeded(nowNanos)) {
            throw tooMany();
        }
    }

    Http2Exception tooMany() {
        return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many %s", what);
    }
}

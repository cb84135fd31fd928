package org.netchestra.dispatcher.netty.http2;

/**
 * What the peer may send on one stream: it gets back as much as somebody has taken, and nothing while nobody takes anything. Confined
 * to its event loop.
 */
final class Http2StreamWindow {

    private final Http2Link link;
    private final Http2Stream stream;
    private final Http2ReceiveWindow window;
    private boolean open = true;
    private int taken;

    Http2StreamWindow(Http2Link link, Http2Stream stream) {
        this.link = link;
        this.stream = stream;
        window = new Http2ReceiveWindow(link.streamWindow());
    }

    /** Octets of the window were used; they are given back when the window is open. False when there was no room for them. */
    boolean use(int octets) {
        taken += octets;
        return window.use(octets);
    }

    /** Lets the peer go on, or holds it back. */
    void setOpen(boolean wanted) {
        open = wanted;
        giveBack();
    }

    /** Gives back what was used, if somebody takes more. */
    void giveBack() {
        int octets = taken;
        if (!open || octets == 0) {
            return;
        }
        taken = 0;
        link.giveBack(octets);
        if (!stream.isPeerEnded()) {
            link.tellWindow(stream.number(), window.giveBack(octets));
        }
    }

    /** The stream is gone; what waits on it holds up no other one. */
    void closed() {
        int octets = taken;
        taken = 0;
        link.giveBack(octets);
    }
}

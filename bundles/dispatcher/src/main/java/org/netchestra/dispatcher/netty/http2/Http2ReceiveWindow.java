package org.netchestra.dispatcher.netty.http2;

/** How much the peer may send, on a stream or on all of them together (RFC 9113 section 5.2). Confined to its event loop. */
final class Http2ReceiveWindow {

    private final int size;
    private int left;
    private int owed;

    /** @param size octets that may be on their way, or wait to be taken */
    Http2ReceiveWindow(int size) {
        this.size = size;
        left = size;
    }

    /** So much has come; false when the peer had no right to it. */
    boolean use(int octets) {
        left -= octets;
        return left >= 0;
    }

    /** So much was taken: how much the peer must be told now, or 0 while it has plenty. */
    int giveBack(int octets) {
        owed += octets;
        if (owed < size / 2) {
            return 0;
        }
        int told = owed;
        owed = 0;
        left += told;
        return told;
    }
}

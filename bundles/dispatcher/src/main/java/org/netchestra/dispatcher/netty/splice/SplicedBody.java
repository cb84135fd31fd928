package org.netchestra.dispatcher.netty.splice;

/** A body of known length, as its reader knows it, a part of which passes within the kernel. Confined to its event loop. */
public interface SplicedBody {

    /** So many bytes of it may pass unread. */
    long left();

    /** So many have passed, and are not for the reader any more. */
    void taken(int bytes);
}

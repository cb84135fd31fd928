package org.netchestra.dispatcher.netty.http2;

/** The fields of a header or trailer section that is to be sent. */
@FunctionalInterface
interface Http2Fields {

    /** Writes them all, pseudo-fields first. */
    void writeTo(HpackWriter out);
}

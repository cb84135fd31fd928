package org.netchestra.dispatcher.netty.splice;

/** Takes what arrives at a socket in the place of the socket's channel. Confined to one event loop. */
interface Diversion {

    /** The socket has something to read, or its input has ended: whether some was taken; if not, its channel reads as usual. */
    boolean take();
}

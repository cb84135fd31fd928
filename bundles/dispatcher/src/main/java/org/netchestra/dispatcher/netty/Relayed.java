package org.netchestra.dispatcher.netty;

/** A client connection of any protocol, as stopping a virtual server sees it. Confined to its event loop. */
interface Relayed extends Timed {

    VirtualServer virtualServer();

    /** Lets go of the client as soon as that harms nothing. */
    void drain();
}

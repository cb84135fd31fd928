package org.netchestra.dispatcher.netty.virtualserver;

import org.netchestra.dispatcher.netty.loop.Timed;

/** A client connection of any protocol, as stopping a virtual server sees it. Confined to its event loop. */
public interface Relayed extends Timed {

    VirtualServer virtualServer();

    /** Lets go of the client as soon as that harms nothing. */
    void drain();
}

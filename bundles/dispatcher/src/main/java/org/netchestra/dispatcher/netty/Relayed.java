package org.netchestra.dispatcher.netty;

import org.netchestra.dispatcher.netty.loop.Timed;








/** A client connection of any protocol, as stopping a virtual server sees it. Confined to its event loop. */
interface Relayed extends Timed {

    VirtualServer virtualServer();

    /** Lets go of the client as soon as that harms nothing. */
    void drain();
}

package org.netchestra.dispatcher.netty.virtualserver;

import org.netchestra.dispatcher.netty.loop.TimedHandler;
import org.netchestra.dispatcher.netty.loop.Worker;

/** What handles a client's connection: of one virtual server, on one event loop. */
public abstract class ClientHandler extends TimedHandler implements Relayed {

    /** The connection's event loop. */
    protected final Worker worker;

    /** What the client connected to. */
    protected final VirtualServer virtualServer;

    /** To be handled from the next event on; its deadline is watched only when it asks for that. */
    protected ClientHandler(Worker worker, VirtualServer virtualServer) {
        this.worker = worker;
        this.virtualServer = virtualServer;
    }

    @Override
    public final VirtualServer virtualServer() {
        return virtualServer;
    }
}

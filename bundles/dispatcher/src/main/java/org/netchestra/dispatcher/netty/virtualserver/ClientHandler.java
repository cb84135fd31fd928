package org.netchestra.dispatcher.netty.virtualserver;

import io.netty.channel.ChannelInboundHandlerAdapter;
import org.netchestra.dispatcher.netty.loop.Worker;

/** What handles a client's connection: of one virtual server, on one event loop, with one deadline at a time. */
public abstract class ClientHandler extends ChannelInboundHandlerAdapter implements Relayed {

    /** The connection's event loop. */
    protected final Worker worker;

    /** What the client connected to. */
    protected final VirtualServer virtualServer;

    private int deadlineSlot = -1;

    /** To be handled from the next event on; its deadline is watched only when it asks for that. */
    protected ClientHandler(Worker worker, VirtualServer virtualServer) {
        this.worker = worker;
        this.virtualServer = virtualServer;
    }

    @Override
    public final VirtualServer virtualServer() {
        return virtualServer;
    }

    @Override
    public final int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public final void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}

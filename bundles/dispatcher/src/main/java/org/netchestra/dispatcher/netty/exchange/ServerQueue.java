package org.netchestra.dispatcher.netty.exchange;

import java.util.ArrayList;
import java.util.List;
import org.netchestra.dispatcher.netty.loop.LoopPart;

/** The exchanges of an event loop that wait for a server to come up, first come first served. Confined to its event loop. */
final class ServerQueue implements LoopPart {

    private final List<ServerWait> waiting = new ArrayList<>();

    void add(ServerWait wait) {
        waiting.add(wait);
    }

    void remove(ServerWait wait) {
        waiting.remove(wait);
    }

    /** Looks whether there is a server now. */
    @Override
    public void sweep(long nowNanos) {
        if (!waiting.isEmpty()) {
            for (ServerWait next : List.copyOf(waiting)) {
                next.look(nowNanos);
            }
        }
    }
}

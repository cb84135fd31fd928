package org.netchestra.dispatcher.netty.exchange;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.RouteStreams;
import org.netchestra.dispatcher.netty.upstream.UpstreamPools;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;

/** The exchanges of one event loop: those to be used again, and what all of them go to. Confined to its event loop. */
public final class Exchanges {

    private static final int MAX_FREE = 1024;

    private final ArrayDeque<Exchange> free = new ArrayDeque<>();
    private final ServerQueue queue = new ServerQueue();
    private final Worker worker;
    private final UpstreamPools pools;
    private final RouteStreams routes;

    /**
     * @param pools the event loop's connections to servers
     * @param routes where requests go first if the configuration says so
     */
    public Exchanges(Worker worker, UpstreamPools pools, RouteStreams routes) {
        this.worker = worker;
        this.pools = pools;
        this.routes = routes;
        worker.lookAfter(queue);
    }

    /** The event loop. */
    public Worker worker() {
        return worker;
    }

    /** An exchange that is not in use; it comes back by itself when it has ended. */
    public Exchange take() {
        Exchange exchange = free.pollLast();
        return exchange == null ? new Exchange(this) : exchange;
    }

    void giveBack(Exchange exchange) {
        if (free.size() < MAX_FREE) {
            free.addLast(exchange);
        }
    }

    /** Exchanges that wait for a server to come up. */
    ServerQueue queue() {
        return queue;
    }

    /** Connections to servers. */
    UpstreamPools pools() {
        return pools;
    }

    /** As {@link RouteStreams#into}. */
    @Nullable
    UpstreamStream route(String virtualServer, ClientConnection client) {
        return routes.into(virtualServer, worker, client);
    }
}

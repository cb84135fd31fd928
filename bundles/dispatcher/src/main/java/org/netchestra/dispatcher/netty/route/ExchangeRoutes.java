package org.netchestra.dispatcher.netty.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.ExchangeRoute;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.RouteStreams;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;

/** The routes that requests of virtual servers pass, by the virtual server's name. Thread-safe. */
public final class ExchangeRoutes implements RouteStreams {

    private final Map<String, ExchangeRoute> byVirtualServer = new ConcurrentHashMap<>();

    /** From now on requests of a virtual server take this route; null for none. */
    public void set(String virtualServer, @Nullable ExchangeRoute route) {
        if (route == null) {
            byVirtualServer.remove(virtualServer);
        } else {
            byVirtualServer.put(virtualServer, route);
        }
    }

    @Override
    public @Nullable UpstreamStream into(String virtualServer, Worker worker, ClientConnection client) {
        ExchangeRoute route = byVirtualServer.get(virtualServer);
        return route == null ? null : new RouteUpstream(worker, route, virtualServer, client);
    }
}

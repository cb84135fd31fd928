package org.netchestra.dispatcher.netty.upstream;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;

/** The ways into routes, which stand in the place of servers. Thread-safe. */
public interface RouteStreams {

    /**
     * A way into the route of a virtual server for one exchange; null when it has none.
     *
     * @param worker the exchange's
     * @param client whom the exchange is for
     */
    @Nullable
    UpstreamStream into(String virtualServer, Worker worker, ClientConnection client);
}

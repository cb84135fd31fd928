package org.netchestra.dispatcher.netty.upstream;

import java.util.IdentityHashMap;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.loop.LoopPart;
import org.netchestra.dispatcher.netty.loop.Worker;

/** One event loop's connections to all servers. Confined to its event loop. */
public final class UpstreamPools implements LoopPart {

    private final IdentityHashMap<LiveServer, UpstreamPool> pools = new IdentityHashMap<>();
    private final Worker worker;
    private final UpstreamConnections.Factory http1;
    private final UpstreamConnections.Factory http2;

    /**
     * @param http1 makes what holds a server's connections in HTTP/1.1
     * @param http2 the same in HTTP/2
     */
    public UpstreamPools(Worker worker, UpstreamConnections.Factory http1, UpstreamConnections.Factory http2) {
        this.worker = worker;
        this.http1 = http1;
        this.http2 = http2;
        worker.lookAfter(this);
    }

    /** The connections to one server. */
    public UpstreamPool of(LiveServer server) {
        UpstreamPool pool = pools.get(server);
        if (pool == null) {
            pool = new UpstreamPool(worker, server, http1, http2);
            pools.put(server, pool);
        }
        return pool;
    }

    @Override
    public void sweep(long nowNanos) {
        pools.values().removeIf(pool -> pool.sweep(nowNanos));
    }

    @Override
    public void close() {
        pools.values().forEach(UpstreamPool::closeAll);
    }
}

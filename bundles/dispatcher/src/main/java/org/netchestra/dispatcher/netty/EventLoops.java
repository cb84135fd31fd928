package org.netchestra.dispatcher.netty;

import java.util.function.Supplier;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.dispatcher.netty.accept.Reception;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.http1.Http1Pool;
import org.netchestra.dispatcher.netty.http2.Http2Pool;
import org.netchestra.dispatcher.netty.loop.Endpoints;
import org.netchestra.dispatcher.netty.loop.PerLoop;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.loop.Workers;
import org.netchestra.dispatcher.netty.upstream.RouteStreams;
import org.netchestra.dispatcher.netty.upstream.UpstreamPools;

/**
 * The event loops with what each layer has on each of them: here the layers are put together. Thread-safe; what it holds is confined to
 * its event loop.
 *
 * @param workers the event loops themselves
 * @param exchanges HTTP on each
 * @param receptions what clients who connect come to, on each
 */
record EventLoops(Workers workers, PerLoop<Exchanges> exchanges, PerLoop<Reception> receptions) {

    /**
     * Starts event loops.
     *
     * @param name what their threads are called
     * @param pipes sizes pipes between sockets
     * @param routes where requests go first if the configuration says so
     */
    static EventLoops start(
            String name,
            int count,
            Transport transport,
            Endpoints endpoints,
            Supplier<PipeSizer> pipes,
            RouteStreams routes) {
        Workers workers = new Workers(name, count, transport, endpoints, pipes);
        PerLoop<Exchanges> exchanges = new PerLoop<>(workers, worker -> new Exchanges(worker, servers(worker), routes));
        PerLoop<Reception> receptions = new PerLoop<>(workers, worker -> new Reception(exchanges.of(worker)));
        workers.start();
        return new EventLoops(workers, exchanges, receptions);
    }

    private static UpstreamPools servers(Worker worker) {
        return new UpstreamPools(worker, Http1Pool::new, Http2Pool::new);
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.HeadWriter;

/**
 * One event loop and everything that belongs to it: upstream connections, exchanges to reuse, deadlines, scratch space. Confined to
 * its event loop but for the constructor.
 */
final class Worker {

    private static final long SWEEP_MILLIS = 100;
    private static final int MAX_FREE_EXCHANGES = 1024;

    private final long randomId = ThreadLocalRandom.current().nextLong();
    private final EventLoop loop;
    private final Transport transport;
    private final Endpoints endpoints;
    private final Deadlines deadlines = new Deadlines();
    private final ServerQueue queue = new ServerQueue();
    private final HandshakeGate handshakes = new HandshakeGate();
    private final KeptMemory keptMemory = new KeptMemory();
    private final HeadWriter writer = new HeadWriter();
    private final ArrayDeque<Exchange> freeExchanges = new ArrayDeque<>();
    private final IdentityHashMap<LiveServer, UpstreamPool> pools = new IdentityHashMap<>();
    private final Bootstrap connector;
    private final @Nullable Splicing splicing;
    private long lastId;
    private long wallOffsetMillis;

    /**
     * @param epoll the event loop's handler if it can divert input
     * @param pipes sizes pipes for it
     */
    Worker(
            EventLoop loop,
            Transport transport,
            Endpoints endpoints,
            ReadSizes readSizes,
            @Nullable SteadyEpoll epoll,
            Supplier<PipeSizer> pipes) {
        this.loop = loop;
        this.transport = transport;
        this.endpoints = endpoints;
        splicing = epoll == null ? null : new Splicing(epoll, new PipePool(pipes));
        connector = new Bootstrap()
                .group(loop)
                .channel(transport.socketChannel())
                .option(ChannelOption.ALLOCATOR, Workers.ALLOCATOR)
                .option(ChannelOption.RECVBUF_ALLOCATOR, readSizes)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        setClock(System.nanoTime());
    }

    /** Starts the sweep of deadlines. */
    void start() {
        var unused = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Exchanges that wait for a server. */
    ServerQueue queue() {
        return queue;
    }

    KeptMemory keptMemory() {
        return keptMemory;
    }

    HandshakeGate handshakes() {
        return handshakes;
    }

    /** A writer for the current call; whoever takes it leaves nothing in it that must last. */
    HeadWriter writer() {
        writer.clear();
        return writer;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    /** A bootstrap for upstream connections on this event loop; to be cloned before it gets a handler. */
    Bootstrap connector() {
        return connector;
    }

    Transport transport() {
        return transport;
    }

    /** How bytes are kept in the kernel; null where they cannot. */
    @Nullable
    Splicing splicing() {
        return splicing;
    }

    long nowNanos() {
        return System.nanoTime();
    }

    /** The wall clock that belongs to a reading of the monotonic clock, milliseconds since the epoch. */
    long wallMillis(long nanos) {
        return wallOffsetMillis + TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** What the names of requests of this event loop begin with. */
    long randomId() {
        return randomId;
    }

    /** What the name of the next request ends with. */
    long nextId() {
        return ++lastId;
    }

    Exchange takeExchange() {
        Exchange exchange = freeExchanges.pollLast();
        return exchange == null ? new Exchange(this) : exchange;
    }

    void giveBack(Exchange exchange) {
        if (freeExchanges.size() < MAX_FREE_EXCHANGES) {
            freeExchanges.addLast(exchange);
        }
    }

    UpstreamPool pool(LiveServer server) {
        UpstreamPool pool = pools.get(server);
        if (pool == null) {
            pool = new UpstreamPool(this, server);
            pools.put(server, pool);
        }
        return pool;
    }

    /** Lets go of everything, as the event loop ends. */
    void close() {
        deadlines.forEach(Timed::stop);
        pools.values().forEach(UpstreamPool::closeAll);
        if (splicing != null) {
            splicing.close();
        }
    }

    private void sweep() {
        long now = nowNanos();
        setClock(now);
        queue.sweep(now);
        deadlines.sweep(now);
        pools.values().removeIf(pool -> pool.sweep(now));
    }

    private void setClock(long nowNanos) {
        wallOffsetMillis = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }
}

package org.netchestra.dispatcher.netty.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.NettyRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.netty.splice.PipePool;
import org.netchestra.dispatcher.netty.splice.Splicing;
import org.netchestra.dispatcher.netty.splice.SteadyEpoll;

/**
 * One event loop and what all layers above need of it: deadlines, clock, memory, ways to connect. Confined to its event loop but for
 * what is called before {@link #start}.
 */
public final class Worker {

    private static final long SWEEP_MILLIS = 100;
    private static final int BODIES = 32 << 20;
    private static final int AHEAD = 32 << 20;

    /** A quarter of the heap for all event loops together: what else is on it must not depend on strangers. */
    private static final int HEADS =
            (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 4 / NettyRuntime.availableProcessors());

    private final long randomId = ThreadLocalRandom.current().nextLong();
    private final EventLoop loop;
    private final Turns turns;
    private final Transport transport;
    private final Endpoints endpoints;
    private final Deadlines deadlines = new Deadlines();
    private final KeptMemory keptMemory = new KeptMemory(BODIES);
    private final KeptMemory headMemory = new KeptMemory(HEADS);
    private final KeptMemory aheadMemory = new KeptMemory(AHEAD);
    private final HeadWriter writer = new HeadWriter();
    private final List<LoopPart> parts = new ArrayList<>();
    private final int index;
    private final Bootstrap connector;
    private final @Nullable Splicing splicing;
    private long lastId;
    private final WallClock wallClock = new WallClock();

    /**
     * @param index its number among the workers, from 0
     * @param epoll the event loop's handler if it can divert input
     * @param pipes sizes pipes for it
     */
    Worker(
            int index,
            EventLoop loop,
            Turns turns,
            Transport transport,
            Endpoints endpoints,
            ReadSizes readSizes,
            @Nullable SteadyEpoll epoll,
            Supplier<PipeSizer> pipes) {
        this.index = index;
        this.loop = loop;
        this.turns = turns;
        this.transport = transport;
        this.endpoints = endpoints;
        splicing = epoll == null ? null : new Splicing(epoll, new PipePool(pipes, PipePool.MOST));
        connector = new Bootstrap()
                .group(loop)
                .channel(transport.socketChannel())
                .option(ChannelOption.ALLOCATOR, Buffers.ALLOCATOR)
                .option(ChannelOption.RECVBUF_ALLOCATOR, readSizes)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Looks after something from the start on: to be called before {@link #start}. */
    public void lookAfter(LoopPart part) {
        parts.add(part);
    }

    /** Starts to look after parts and deadlines. */
    void start() {
        var unused = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Its number among the workers, from 0. */
    public int index() {
        return index;
    }

    /** The event loop itself. Thread-safe. */
    public EventLoop loop() {
        return loop;
    }

    /** Leaves something for when all events are dealt with that the event loop has found ready; it must not throw. */
    public void atTurnEnd(Runnable action) {
        turns.atEnd(action);
    }

    /** Whose deadlines are watched. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** How much memory requests may hold whose heads are not whole. */
    public KeptMemory headMemory() {
        return headMemory;
    }

    /** How much memory bytes may hold that clients send while the request before is answered. */
    public KeptMemory aheadMemory() {
        return aheadMemory;
    }

    /** How much memory requests may hold that are kept whole. */
    public KeptMemory keptMemory() {
        return keptMemory;
    }

    /** A writer for the current call; whoever takes it leaves nothing in it that must last. */
    public HeadWriter writer() {
        writer.clear();
        return writer;
    }

    /** Resolves names of servers. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** A bootstrap for upstream connections on this event loop; to be cloned before it gets a handler. */
    public Bootstrap connector() {
        return connector;
    }

    Transport transport() {
        return transport;
    }

    /** How bytes are kept in the kernel; null where they cannot. */
    public @Nullable Splicing splicing() {
        return splicing;
    }

    /** The monotonic clock. Thread-safe. */
    public long nowNanos() {
        return System.nanoTime();
    }

    /** The wall clock that belongs to a reading of the monotonic clock, microseconds since the epoch. */
    public long wallMicros(long nanos) {
        return wallClock.micros(nanos);
    }

    /** What the names of requests of this event loop begin with. */
    public long randomId() {
        return randomId;
    }

    /** What the name of the next request ends with. */
    public long nextId() {
        return ++lastId;
    }

    /** Lets go of everything, as the event loop ends. */
    public void close() {
        deadlines.forEach(Timed::stop);
        parts.forEach(LoopPart::close);
        if (splicing != null) {
            splicing.close();
        }
    }

    private void sweep() {
        long now = nowNanos();
        wallClock.set();
        for (LoopPart part : parts) {
            part.sweep(now);
        }
        deadlines.sweep(now);
        if (splicing != null) {
            splicing.sweep();
        }
    }
}

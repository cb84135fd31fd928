package org.netchestra.dispatcher.netty.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.core.os.ProcessorAffinity;
import org.netchestra.dispatcher.netty.splice.Splicing;
import org.netchestra.dispatcher.netty.splice.SteadyEpoll;

/** All workers and their event loops. Thread-safe. */
public final class Workers {

    private static final long MEMORY_MILLIS = 100;

    private final EventLoopGroup loops;
    private final Transport transport;
    private final List<Worker> workers = new ArrayList<>();
    private final LongAdder accepted = new LongAdder();
    private final ReadSizes readSizes =
            new ReadSizes(() -> Buffers.ALLOCATOR.metric().usedDirectMemory(), PlatformDependent.maxDirectMemory());

    /**
     * @param name what their threads are called
     * @param count how many event loops
     * @param pipes sizes pipes between sockets
     */
    public Workers(String name, int count, Transport transport, Endpoints endpoints, Supplier<PipeSizer> pipes) {
        this.transport = transport;
        Map<Executor, SteadyEpoll> epolls = new ConcurrentHashMap<>();
        Map<Executor, Turns> turns = new ConcurrentHashMap<>();
        IoHandlerFactory handlers = transport.ioHandlers(epolls::put);
        loops = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), executor -> {
            Turns handler = new Turns(handlers.newHandler(executor));
            turns.put(executor, handler);
            return handler;
        });
        for (EventExecutor loop : loops) {
            SteadyEpoll epoll = epolls.get(loop);
            workers.add(new Worker(
                    workers.size(),
                    (EventLoop) loop,
                    Objects.requireNonNull(turns.get(loop), "turns"),
                    transport,
                    endpoints,
                    readSizes,
                    epoll,
                    pipes));
        }
    }

    /** Begins: whatever belongs to event loops is in its place. */
    public void start() {
        workers.forEach(Worker::start);
        var unused =
                loops.scheduleWithFixedDelay(readSizes::adjust, MEMORY_MILLIS, MEMORY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Keeps each event loop to a processor of its own if there are as many of both. Left to itself the kernel may wake two of them on one
     * processor while another is idle, because whoever wakes them ran there.
     *
     * @param background what event loops start: may run on all of the processors
     * @return the processors, in the order of the event loops; empty where their numbers differ, or the kernel refuses
     */
    public List<Integer> keepApart(ProcessorAffinity affinity, BackgroundThreads background) {
        List<Integer> processors = affinity.allowed();
        // The calling thread keeps to where it is: whether the kernel lets it is what event loops may expect.
        if (processors.size() != workers.size() || !affinity.keepTo(processors)) {
            return List.of();
        }
        background.runOn(affinity, processors);
        onEach(worker -> affinity.keepTo(processors.subList(worker.index(), worker.index() + 1)));
        return processors;
    }

    /** The event loops themselves. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** What sockets are made of. */
    public Transport transport() {
        return transport;
    }

    /** How much connections read at once. */
    public ReadSizes readSizes() {
        return readSizes;
    }

    /** All of them, in the order of their numbers. */
    List<Worker> all() {
        return workers;
    }

    /** How many. */
    public int size() {
        return workers.size();
    }

    /** The one of an event loop. */
    public Worker of(EventLoop loop) {
        for (Worker worker : workers) {
            if (worker.loop() == loop) {
                return worker;
            }
        }
        throw new IllegalArgumentException("loop: " + loop + " (expected: one of " + workers.size() + ")");
    }

    /** Any worker, each in its turn. */
    Worker next() {
        return of(loops.next());
    }

    /** Runs something on every worker's event loop, some time soon. */
    public void onEach(Consumer<Worker> action) {
        for (Worker worker : workers) {
            worker.loop().execute(() -> action.accept(worker));
        }
    }

    /** Counts a client connection. */
    public void accepted() {
        accepted.increment();
    }

    /** Client connections since the start. */
    public long acceptedConnections() {
        return accepted.sum();
    }

    /** Bytes that went from socket to socket within the kernel, since the start. */
    public long splicedBytes() {
        return splicings().mapToLong(Splicing::bytes).sum();
    }

    /** Pipes with bytes in them. */
    public int pipesInUse() {
        return splicings().mapToInt(Splicing::pipesInUse).sum();
    }

    private Stream<Splicing> splicings() {
        return workers.stream().map(Worker::splicing).filter(Objects::nonNull);
    }

    /** Ends all event loops and waits for them. */
    public void stop() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** All workers and their event loops. Thread-safe. */
final class Workers {

    /**
     * The pooled allocator, although Netty's default is the adaptive one: that makes a JDK buffer for every copy between two of its
     * buffers (seen with 4.2.18), which is a young collection every few ten thousand requests; this one makes nothing.
     */
    static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private final EventLoopGroup loops;
    private final Transport transport;
    private final List<Worker> workers = new ArrayList<>();
    private final LongAdder accepted = new LongAdder();

    Workers(int count, Transport transport, Endpoints endpoints) {
        this.transport = transport;
        loops = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory("netchestra-loop", true), transport.ioHandlers());
        for (EventExecutor loop : loops) {
            workers.add(new Worker((EventLoop) loop, transport, endpoints));
        }
        workers.forEach(Worker::start);
    }

    EventLoopGroup loops() {
        return loops;
    }

    Transport transport() {
        return transport;
    }

    int size() {
        return workers.size();
    }

    Worker of(EventLoop loop) {
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
    void onEach(Consumer<Worker> action) {
        for (Worker worker : workers) {
            worker.loop().execute(() -> action.accept(worker));
        }
    }

    void accepted() {
        accepted.increment();
    }

    long acceptedConnections() {
        return accepted.sum();
    }

    /** Ends all event loops and waits for them. */
    void stop() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}

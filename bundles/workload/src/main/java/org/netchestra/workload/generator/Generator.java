package org.netchestra.workload.generator;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.netchestra.workload.netty.Transport;

/** A running load: starts at once, and ends with its plan's budget or time, or when told. Thread-safe. */
public final class Generator implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup loops;
    private final List<LaneGroup> groups = new ArrayList<>();
    private final Ledger ledger;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<LoadFigures> ended;

    private Generator(LoadPlan plan) {
        TargetMix mix = new TargetMix(plan.targets);
        Transport transport = Transport.best();
        int count = Math.min(plan.loops, plan.connections);
        loops = transport.newLoops(count, "generator");
        List<Tally> tallies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tallies.add(new Tally(mix.targets().size()));
        }
        ledger = new Ledger(tallies, mix.targets().size());
        Pace pace = plan.ratePerSecond > 0 ? Pace.fixedRate(startNanos, plan.ratePerSecond) : Pace.asRepliesCome();
        for (int i = 0; i < count; i++) {
            EventLoop loop = loops.next();
            Bootstrap bootstrap = bootstrap(transport, loop, plan);
            LaneGroup group = new LaneGroup(plan, mix, pace, loop, bootstrap, tallies.get(i), ledger, i, count);
            groups.add(group);
            group.start(plan.connections / count + (i < plan.connections % count ? 1 : 0));
        }
        ended = CompletableFuture.allOf(groups.stream().map(LaneGroup::done).toArray(CompletableFuture[]::new))
                .thenApply(nothing -> ledger.total(System.nanoTime() - startNanos));
        var unused = loops.next().schedule(this::stop, plan.duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Bootstrap bootstrap(Transport transport, EventLoop loop, LoadPlan plan) {
        return new Bootstrap()
                .group(loop)
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(plan.timeout.toMillis(), 1 << 30))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 512 << 10));
    }

    /** Starts making requests. */
    public static Generator start(LoadPlan plan) {
        return new Generator(plan);
    }

    /** Makes all the requests of the plan and waits for their end. */
    public static LoadFigures run(LoadPlan plan) {
        try (Generator generator = start(plan)) {
            return generator.ended().join();
        }
    }

    /** What happened since this was last asked: ask once a second for figures a second. */
    public LoadFigures sinceLast() {
        return ledger.sinceLast(System.nanoTime() - startNanos);
    }

    /** What happened since the start. */
    public LoadFigures total() {
        return ended.isDone() ? ended.join() : ledger.total(System.nanoTime() - startNanos);
    }

    /** Completes with the figures of the whole run when the last request has ended. */
    public CompletableFuture<LoadFigures> ended() {
        return ended;
    }

    /** Starts no more requests; those under way end as they will. */
    public void stop() {
        groups.forEach(LaneGroup::stop);
    }

    /** Stops, waits a little for the requests under way, and lets go of all threads. */
    @Override
    public void close() {
        if (!ended.isDone()) {
            stop();
            awaitEnd();
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void awaitEnd() {
        try {
            ended.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            ended.complete(ledger.total(System.nanoTime() - startNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

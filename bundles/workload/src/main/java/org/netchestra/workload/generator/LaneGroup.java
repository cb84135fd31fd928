package org.netchestra.workload.generator;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one event loop, and the requests they are to make: every {@code stride}-th from {@code first}. A
 * request that is due takes the lane that has been idle longest; when none is, it waits, and its time runs.
 * Confined to the event loop, but for {@link #stop} and {@link #done}.
 */
final class LaneGroup {
    private static final long SWEEP_MILLIS = 50;
    private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final LoadPlan plan;
    private final TargetMix mix;
    private final List<RequestHead> heads;
    private final Pace pace;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Tally tally;
    private final Ledger ledger;
    private final int stride;
    private final List<Lane> lanes = new ArrayList<>();
    private final Deque<Lane> idle = new ArrayDeque<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long next;
    private boolean armed;
    private volatile boolean stopping;

    LaneGroup(
            LoadPlan plan,
            TargetMix mix,
            Pace pace,
            EventLoop loop,
            Bootstrap bootstrap,
            Tally tally,
            Ledger ledger,
            int first,
            int stride) {
        this.plan = plan;
        this.mix = mix;
        this.heads = plan.targets.stream().map(t -> new RequestHead(t, plan)).toList();
        this.pace = pace;
        this.loop = loop;
        this.bootstrap = bootstrap;
        this.tally = tally;
        this.ledger = ledger;
        this.next = first;
        this.stride = stride;
    }

    /** Starts on the event loop, with so many lanes. */
    void start(int lanesToOpen) {
        loop.execute(() -> {
            for (int i = 0; i < lanesToOpen; i++) {
                Lane lane = new Lane(this);
                lanes.add(lane);
                idle.add(lane);
            }
            var unused = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            pump();
        });
    }

    /** Starts no more requests; those under way end as they will. Any thread. */
    void stop() {
        stopping = true;
        loop.execute(this::pump);
    }

    /** Completes when the last request has ended. */
    CompletableFuture<Void> done() {
        return done;
    }

    LoadPlan plan() {
        return plan;
    }

    Target target(long n) {
        return mix.targets().get(mix.indexOf(n));
    }

    RequestHead head(long n) {
        return heads.get(mix.indexOf(n));
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    Tally tally() {
        return tally;
    }

    /** A lane's request has ended. */
    void ended(Lane lane, long n, @Nullable FailureKind failure, long latencyNanos) {
        tally.ended(mix.indexOf(n), failure, latencyNanos);
        if (failure != null) {
            Target target = target(n);
            ledger.sample("request " + n + " " + target.method() + " " + target.path() + ": " + failure + ", "
                    + lane.describe() + ", after " + latencyNanos / 1_000_000 + " ms");
        }
        // A refused connect costs nothing: without a pause a dead server would get a storm of them.
        rest(lane, failure == FailureKind.CONNECT ? BACK_OFF_NANOS : plan.pause.toNanos());
    }

    private void rest(Lane lane, long nanos) {
        if (nanos == 0) {
            idle(lane);
        } else {
            var unused = loop.schedule(() -> idle(lane), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void idle(Lane lane) {
        idle.addLast(lane);
        pump();
    }

    private void pump() {
        boolean more = !stopping && next < plan.requests;
        while (more && !idle.isEmpty()) {
            long now = System.nanoTime();
            long due = pace.dueNanos(next, now);
            if (due - now > 0) {
                arm(due - now);
                return;
            }
            long n = next;
            next += stride;
            idle.removeFirst().run(n, due);
            more = !stopping && next < plan.requests;
        }
        if (!more && idle.size() == lanes.size()) {
            lanes.forEach(Lane::drop);
            done.complete(null);
        }
    }

    private void arm(long delayNanos) {
        if (armed) {
            return;
        }
        armed = true;
        var unused = loop.schedule(
                () -> {
                    armed = false;
                    pump();
                },
                delayNanos,
                TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        long now = System.nanoTime();
        lanes.forEach(lane -> lane.checkTime(now));
    }
}

package org.netchestra.core.control;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.core.pool.LiveServer;

/**
 * The first seconds of a policy that was swapped in: every pick is timed and looked at, failures are counted, and when it
 * misbehaves the conductor goes back to the policy before. Thread-safe.
 *
 * <p>An event loop that waits for a pick serves nobody meanwhile, so slow picks count like failures; a few are forgiven,
 * because a collection of garbage or a busy processor can slow any of them. A pick that does not return is a failure too,
 * though its event loop cannot be freed.
 */
final class Probation {

    static final Duration LENGTH = Duration.ofSeconds(10);
    private static final long NOT_PICKING = Long.MIN_VALUE;
    private static final long SLOW_NANOS = 2_000_000;
    private static final int SLOW_FORGIVEN = 10;
    private static final long STUCK_NANOS = 1_000_000_000;

    private final NamedPolicy policy;
    private final Instant end;
    private final LongSupplier nanoTicker;
    private final AtomicInteger slowPicks = new AtomicInteger();
    /** When each thread's pick began, or {@link #NOT_PICKING}. */
    private final ConcurrentHashMap<Thread, AtomicLong> picking = new ConcurrentHashMap<>();

    private volatile @Nullable String failure;

    /**
     * @param policy the one to blame: the policy itself, or one that it builds upon
     */
    Probation(NamedPolicy policy, Instant end, LongSupplier nanoTicker) {
        this.policy = policy;
        this.end = end;
        this.nanoTicker = nanoTicker;
    }

    NamedPolicy policy() {
        return policy;
    }

    @Nullable
    LiveServer watch(Snapshot snapshot, ActivePolicy active, PickRequest request) {
        AtomicLong began = picking.computeIfAbsent(Thread.currentThread(), thread -> new AtomicLong(NOT_PICKING));
        long start = nanoTicker.getAsLong();
        began.setRelease(start);
        LiveServer picked = snapshot.pick(active, request);
        began.setRelease(NOT_PICKING);
        if (nanoTicker.getAsLong() - start > SLOW_NANOS) {
            slowPicks.incrementAndGet();
        }
        return picked;
    }

    /** What is wrong with a pick whatever has changed since, or null. */
    static @Nullable String objection(Snapshot snapshot, LiveServer picked) {
        PoolMember member = snapshot.pool().memberOf(picked);
        if (member == null) {
            return "picked " + picked.name() + ", which is not in the pool";
        }
        return member.up() && member.weight() > 0
                ? null
                : "picked " + picked.name() + ", which takes no work: " + (member.up() ? "weight 0" : "not up");
    }

    void failed(String reason) {
        failure = reason;
    }

    boolean over(Instant now) {
        return !now.isBefore(end);
    }

    /** Why the policy must go, or null when nothing is held against it. */
    @Nullable
    String complaint() {
        String failed = failure;
        if (failed != null) {
            return failed;
        }
        long now = nanoTicker.getAsLong();
        for (AtomicLong began : picking.values()) {
            long start = began.getAcquire();
            if (start != NOT_PICKING && now - start > STUCK_NANOS) {
                return "a pick has not returned for " + (now - start) / 1_000_000 + " ms";
            }
        }
        int slow = slowPicks.get();
        return slow > SLOW_FORGIVEN ? slow + " picks took longer than " + SLOW_NANOS / 1_000_000 + " ms" : null;
    }
}

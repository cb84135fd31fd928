package org.netchestra.core.control;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.core.pool.LiveServer;

/**
 * The first seconds of a policy that was swapped in: every pick is timed, failures are counted, and when it misbehaves the
 * conductor goes back to the policy before. Thread-safe.
 *
 * <p>An event loop that waits for a pick serves nobody meanwhile, so slow picks count like failures; a few are forgiven,
 * because a collection of garbage or a busy processor can slow any of them.
 */
final class Probation {

    static final Duration LENGTH = Duration.ofSeconds(10);
    private static final long SLOW_NANOS = 2_000_000;
    private static final int SLOW_FORGIVEN = 10;

    private final NamedPolicy policy;
    private final Instant end;
    private final LongSupplier nanoTicker;
    private final AtomicInteger slowPicks = new AtomicInteger();
    private volatile @Nullable String failure;

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
        long start = nanoTicker.getAsLong();
        LiveServer picked = snapshot.pick(active, request);
        if (nanoTicker.getAsLong() - start > SLOW_NANOS) {
            slowPicks.incrementAndGet();
        }
        return picked;
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
        int slow = slowPicks.get();
        return slow > SLOW_FORGIVEN ? slow + " picks took longer than " + SLOW_NANOS / 1_000_000 + " ms" : null;
    }
}

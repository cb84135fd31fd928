package org.netchestra.core.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.core.pool.LiveServer;

/**
 * A policy under watch. In its first seconds every pick is looked at, failures are counted, and when it misbehaves the
 * conductor goes back to the policy before; then it has {@linkplain #passed() passed}, and only what holds event loops is
 * held against it, for as long as it works. Thread-safe.
 *
 * <p>An event loop that waits for a pick serves nobody meanwhile, so slow picks count like failures; a few are forgiven,
 * because a collection of garbage or a busy processor can slow any of them. A call that does not return is a failure too,
 * and is {@linkplain #endStuckCalls() ended}.
 */
final class Probation {

    static final Duration LENGTH = Duration.ofSeconds(10);
    private static final long SLOW_NANOS = 2_000_000;
    private static final int SLOW_FORGIVEN = 10;
    private static final long STUCK_NANOS = 1_000_000_000;
    private static final String ENDED = "a call of it was ended that did not return";

    private final NamedPolicy policy;
    private final Instant end;
    private final LongSupplier nanoTicker;
    private final AtomicInteger slowPicks = new AtomicInteger();
    private final ConcurrentHashMap<Thread, PickMark> marks = new ConcurrentHashMap<>();
    /** Confined to the conductor's thread, as are all looks at marks. */
    private List<PickMark> stuck = List.of();

    private volatile @Nullable String failure;
    private volatile boolean passed;

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
        PickMark mark = mark();
        long start = nanoTicker.getAsLong();
        LiveServer picked;
        mark.enter(start);
        try {
            picked = snapshot.pick(active, request);
            mark.leave();
        } catch (Error death) {
            if (!mark.ended(death)) {
                throw death;
            }
            picked = snapshot.standIn(request, ENDED);
        }
        countSlow(start);
        return picked;
    }

    /** The same of what the policy makes of an outcome. */
    void watch(Snapshot snapshot, ActivePolicy active, Outcome outcome) {
        PickMark mark = mark();
        long start = nanoTicker.getAsLong();
        mark.enter(start);
        try {
            snapshot.outcome(active, outcome);
            mark.leave();
        } catch (Error death) {
            if (!mark.ended(death)) {
                throw death;
            }
        }
        countSlow(start);
    }

    private PickMark mark() {
        Thread thread = Thread.currentThread();
        PickMark known = marks.get(thread);
        return known == null ? marks.computeIfAbsent(thread, PickMark::new) : known;
    }

    private void countSlow(long startNanos) {
        if (nanoTicker.getAsLong() - startNanos > SLOW_NANOS) {
            slowPicks.incrementAndGet();
        }
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
        if (!passed) {
            failure = reason;
        }
    }

    boolean over(Instant now) {
        return !now.isBefore(end);
    }

    /** It has behaved for its first seconds. */
    void passed() {
        passed = true;
    }

    boolean hasPassed() {
        return passed;
    }

    /** Why the policy must go, or null when nothing is held against it. To be asked about once a second. */
    @Nullable
    String complaint() {
        String failed = failure;
        if (failed != null) {
            return failed;
        }
        long now = nanoTicker.getAsLong();
        List<PickMark> found = new ArrayList<>();
        String where = null;
        for (PickMark mark : marks.values()) {
            long nanos = mark.stuckNanos(now);
            if (nanos > STUCK_NANOS) {
                found.add(mark);
                where = "a pick has not returned for " + nanos / 1_000_000 + " ms: " + mark.place();
            }
        }
        stuck = found;
        // Those of one second, once it has passed: what happens now and then on a busy machine must not add up.
        int slow = passed ? slowPicks.getAndSet(0) : slowPicks.get();
        if (where == null && slow > SLOW_FORGIVEN) {
            where = slow + " picks took longer than " + SLOW_NANOS / 1_000_000 + " ms";
        }
        return where;
    }

    /** Ends the calls that the last {@link #complaint} was about; what became of each, for people. */
    List<String> endStuckCalls() {
        List<PickMark> found = stuck;
        stuck = List.of();
        return found.stream().map(PickMark::end).filter(Objects::nonNull).toList();
    }
}

package org.netchestra.core.control;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.control.Decision;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/** The latest decisions of one virtual server: a random sample, and all further attempts. Thread-safe; keeps {@value #KEPT}. */
final class DecisionLog {

    private static final int KEPT = 256;
    private static final int LONGEST_REQUEST = 200;

    private final Clock clock;
    private final Deque<Decision> decisions = new ArrayDeque<>();

    DecisionLog(Clock clock) {
        this.clock = clock;
    }

    /** Whether this decision belongs to the sample; further attempts at a request, which are rare, always do. */
    static boolean sampled(double percent, PickRequest request) {
        return percent > 0 && (ThreadLocalRandom.current().nextDouble(100) < percent || request.attempt() > 1);
    }

    void record(Snapshot snapshot, Picker picker, PickRequest request, @Nullable RealServer chosen) {
        List<Decision.Candidate> candidates = new ArrayList<>(snapshot.pool().size());
        for (PoolMember member : snapshot.pool().members()) {
            candidates.add(candidate(member, picker, request));
        }
        String summary = request.summary();
        keep(new Decision(
                clock.instant(),
                snapshot.spec().name(),
                request.id(),
                request.attempt(),
                summary.length() > LONGEST_REQUEST ? summary.substring(0, LONGEST_REQUEST) + "..." : summary,
                snapshot.spec().policy().toString(),
                snapshot.policyGeneration(),
                chosen == null ? null : chosen.name(),
                candidates));
    }

    private void keep(Decision decision) {
        synchronized (decisions) {
            decisions.addLast(decision);
            if (decisions.size() > KEPT) {
                decisions.removeFirst();
            }
        }
    }

    private static Decision.Candidate candidate(PoolMember member, Picker picker, PickRequest request) {
        RealServer server = member.server();
        return new Decision.Candidate(
                server.name(),
                member.weight(),
                server.inFlight(),
                server.responseTimeNanos(),
                picker.score(member, request),
                whyExcluded(member, picker, request));
    }

    private static @Nullable String whyExcluded(PoolMember member, Picker picker, PickRequest request) {
        if (!member.up()) {
            return "down, draining or in maintenance";
        }
        if (member.weight() == 0) {
            return "weight 0";
        }
        if (member.server().saturated()) {
            return "at its limit of exchanges in flight";
        }
        return request.excludes(member.server()) ? "failed this request before" : picker.objection(member, request);
    }

    List<Decision> latest(int max) {
        synchronized (decisions) {
            List<Decision> all = new ArrayList<>(decisions);
            return List.copyOf(all.subList(Math.max(0, all.size() - max), all.size()));
        }
    }
}

package org.netchestra.api.policy;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Selects a server now, from one pool snapshot.
 *
 * <p>Event loops call {@link #pick} and {@link #onOutcome} concurrently: thread-safe, non-blocking, and without
 * allocation where that can be. {@link #adopt} happens before the first pick, on the control plane's thread.
 */
@ConsumerType
@FunctionalInterface
public interface Picker {

    /**
     * The server for this request, or null when no member is eligible. Must return a {@linkplain PoolMember#usable()
     * usable} member of its pool that the request does not {@linkplain PickRequest#excludes exclude}.
     */
    @Nullable
    RealServer pick(PickRequest request);

    /** Told once for every attempt that ended. */
    default void onOutcome(Outcome outcome) {}

    /**
     * Takes over the memory of the picker that this one replaces: positions, learned mappings, averages. The predecessor
     * still serves while this is called, and may be of another policy: ignore what you do not know.
     */
    default void adopt(Picker predecessor) {}

    /**
     * How this picker rates a member for a request, for explanations only: lower is better, NaN when it has no such number.
     */
    default double score(PoolMember member, PickRequest request) {
        return Double.NaN;
    }

    /**
     * Why this policy does not give a request to a member that could have it, for explanations only; null when it might. That a
     * member is down, full or excluded need not be said.
     */
    default @Nullable String objection(PoolMember member, PickRequest request) {
        return null;
    }
}

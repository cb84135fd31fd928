package org.netchestra.core.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.pool.LiveServer;

/**
 * Everything an exchange needs to know of its virtual server: configuration, pool and picker, consistent with one another.
 * Immutable; an exchange reads one and keeps it to its end.
 */
public final class Snapshot {

    private final VirtualServerSpec spec;
    private final List<ManagedServer> servers;
    private final ServerPool pool;
    private final @Nullable ActivePolicy policy;
    private final PickerFailures failures;
    private final DecisionLog decisions;
    private final @Nullable Probation probation;
    private final long revision;
    private final List<VirtualServerHandle> pools;

    Snapshot(
            VirtualServerSpec spec,
            List<ManagedServer> servers,
            ServerPool pool,
            @Nullable ActivePolicy policy,
            PickerFailures failures,
            DecisionLog decisions,
            @Nullable Probation probation,
            long revision,
            List<VirtualServerHandle> pools) {
        this.spec = spec;
        this.servers = List.copyOf(servers);
        this.pool = pool;
        this.policy = policy;
        this.failures = failures;
        this.decisions = decisions;
        this.probation = probation;
        this.revision = revision;
        this.pools = List.copyOf(pools);
    }

    public VirtualServerSpec spec() {
        return spec;
    }

    /** The servers with their states, in configuration order. */
    public List<ManagedServer> servers() {
        return servers;
    }

    public ServerPool pool() {
        return pool;
    }

    /** Grows with every configuration and every command that took effect. */
    public long revision() {
        return revision;
    }

    /** The named pools, in the order of {@code spec().routing().pools()}. */
    public List<VirtualServerHandle> pools() {
        return pools;
    }

    Snapshot withPools(List<VirtualServerHandle> newPools) {
        return new Snapshot(spec, servers, pool, policy, failures, decisions, probation, revision, newPools);
    }

    /** Which picker this snapshot carries; 0 while it waits for its policy. */
    public long policyGeneration() {
        return policy == null ? 0 : policy.generation();
    }

    /**
     * The server for this request, or null when none is eligible. A policy that throws, or picks a server that the request
     * excludes, is reported and the built-in rotation answers in its place.
     */
    public @Nullable LiveServer pick(PickRequest request) {
        if (policy == null) {
            return null;
        }
        double percent = spec.explainPercent();
        LiveServer picked = probation == null ? pick(policy, request) : probation.watch(this, policy, request);
        if (DecisionLog.sampled(percent, request)) {
            record(policy, request, picked);
        }
        return picked;
    }

    private void record(ActivePolicy active, PickRequest request, @Nullable LiveServer picked) {
        try {
            decisions.record(this, active.picker(), request, picked);
        } catch (RuntimeException | LinkageError failure) {
            // As in pick: what a plug-in says of its choice must not reach the event loop either.
            blame(failure.toString());
            failures.report(this, failure.toString());
        }
    }

    @Nullable
    LiveServer pick(ActivePolicy policy, PickRequest request) {
        try {
            RealServer picked = policy.picker().pick(request);
            if (picked == null) {
                return null;
            }
            if (!(picked instanceof LiveServer live)) {
                return standIn(request, "picked " + picked.name() + ", which is no server of the pool");
            }
            String objection = request.excludes(live)
                    ? "picked " + live.name() + ", which failed this request before"
                    : probation == null || probation.hasPassed() ? null : Probation.objection(this, live);
            return objection == null ? live : standIn(request, objection);
        } catch (RuntimeException | LinkageError failure) {
            // A plug-in's fault must not reach the event loop; LinkageError comes from a bundle that is gone.
            return standIn(request, failure.toString());
        }
    }

    /** Tells the policy how an attempt ended. A policy that throws is reported; the exchange does not notice. */
    public void outcome(Outcome outcome) {
        if (policy == null) {
            return;
        }
        if (probation == null) {
            outcome(policy, outcome);
        } else {
            probation.watch(this, policy, outcome);
        }
    }

    void outcome(ActivePolicy policy, Outcome outcome) {
        try {
            policy.picker().onOutcome(outcome);
        } catch (RuntimeException | LinkageError failure) {
            // As in pick: a plug-in's fault must not reach the event loop.
            blame(failure.toString());
            failures.report(this, failure.toString());
        }
    }

    /** Who answers in the place of a policy that failed. */
    @Nullable
    LiveServer standIn(PickRequest request, String failure) {
        blame(failure);
        return failures.answer(this, request, failure);
    }

    private void blame(String failure) {
        if (probation != null) {
            probation.failed(failure);
        }
    }

    @Nullable
    Probation probation() {
        return probation;
    }

    Snapshot onProbation(@Nullable Probation newProbation) {
        return new Snapshot(spec, servers, pool, policy, failures, decisions, newProbation, revision, pools);
    }

    /** The log that this virtual server's snapshots share. */
    DecisionLog decisions() {
        return decisions;
    }

    @Nullable
    ActivePolicy policy() {
        return policy;
    }

    /** The same with a word on its policy, if it has one. */
    Snapshot noted(@Nullable String note) {
        return policy == null
                ? this
                : new Snapshot(
                        spec, servers, pool, policy.noted(note), failures, decisions, probation, revision, pools);
    }
}

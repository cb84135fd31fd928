package org.netchestra.core.control;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.event.Topics;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerSpec;

/** Makes the snapshot that follows another. Confined to the conductor's thread. */
final class SnapshotMaker {

    private final Happenings happenings;
    private final PolicyDirectory directory;
    private final Clock clock;

    SnapshotMaker(Happenings happenings, PolicyDirectory directory, Clock clock) {
        this.happenings = happenings;
        this.directory = directory;
        this.clock = clock;
    }

    /** The first snapshot of a virtual server; without a picker when its policy is not there. */
    Snapshot first(VirtualServerSpec spec, List<ManagedServer> servers) throws InvalidConfigurationException {
        ServerPool pool = ServerTable.pool(servers, 0);
        NamedPolicy policy = directory.find(spec.policy().name());
        PolicyUse use = policy == null ? null : new PolicyUse(policy, spec.policy());
        return new Snapshot(
                spec,
                servers,
                pool,
                active(use, pool, null),
                failures(pool),
                new DecisionLog(clock),
                null,
                0,
                List.of());
    }

    /** A new configuration over new servers, with the given policy; without a picker when there is none. */
    Snapshot reconfigured(Snapshot old, VirtualServerSpec spec, List<ManagedServer> servers, @Nullable PolicyUse use)
            throws InvalidConfigurationException {
        ServerPool pool = ServerTable.pool(servers, old.revision() + 1);
        return new Snapshot(
                spec,
                servers,
                pool,
                active(use, pool, old.policy()),
                failures(pool),
                old.decisions(),
                continued(old, use),
                old.revision() + 1,
                old.pools());
    }

    /** The same configuration and servers over another policy. */
    Snapshot swapped(Snapshot old, PolicyUse use) throws InvalidConfigurationException {
        return reconfigured(old, old.spec(), old.servers(), use);
    }

    /** The same configuration and policy over changed servers. A policy that cannot follow is stood in for. */
    Snapshot changed(Snapshot old, List<ManagedServer> servers) {
        ActivePolicy active = old.policy();
        try {
            Snapshot next = reconfigured(old, old.spec(), servers, active == null ? null : active.use());
            return active == null ? next : next.noted(active.note());
        } catch (InvalidConfigurationException failure) {
            happenings.policyProblem(
                    Topics.POLICY_FAILED,
                    old.spec().name(),
                    "virtual server " + old.spec().name() + ": its policy failed, the built-in rotation stands in: "
                            + failure.getMessage());
            return standIn(old, servers, "its policy failed: the built-in rotation stands in");
        }
    }

    /** The same configuration over the built-in rotation. */
    Snapshot standIn(Snapshot old, List<ManagedServer> servers, String note) {
        try {
            return reconfigured(old, old.spec(), servers, BuiltInRotation.USE).noted(note);
        } catch (InvalidConfigurationException impossible) {
            throw new IllegalStateException("the built-in rotation takes every pool", impossible);
        }
    }

    private @Nullable ActivePolicy active(@Nullable PolicyUse use, ServerPool pool, @Nullable ActivePolicy old)
            throws InvalidConfigurationException {
        return use == null ? null : PolicySwap.next(use, directory.inForce(), pool, old);
    }

    /** A policy stays on probation through all that changes around it. */
    private static @Nullable Probation continued(Snapshot old, @Nullable PolicyUse use) {
        ActivePolicy active = old.policy();
        boolean same = active != null && use != null && active.policy().equals(use.policy());
        return same ? old.probation() : null;
    }

    private PickerFailures failures(ServerPool pool) {
        return new PickerFailures(pool, this::pickerFailed);
    }

    private void pickerFailed(Snapshot snapshot, String failure) {
        String name = snapshot.spec().name();
        happenings.policyProblem(
                Topics.POLICY_FAILED,
                name,
                "virtual server " + name + ": policy "
                        + snapshot.spec().policy().name() + " failed, the built-in rotation answers in its place: "
                        + failure);
    }
}

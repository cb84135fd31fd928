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
    private final Clock clock;

    SnapshotMaker(Happenings happenings, Clock clock) {
        this.happenings = happenings;
        this.clock = clock;
    }

    /** The first snapshot of a virtual server; without a picker when the policy is not there. */
    Snapshot first(VirtualServerSpec spec, List<ManagedServer> servers, @Nullable NamedPolicy policy)
            throws InvalidConfigurationException {
        ServerPool pool = ServerTable.pool(servers, 0);
        ActivePolicy active = policy == null ? null : PolicySwap.next(policy, spec.policy(), pool, null);
        return new Snapshot(spec, servers, pool, active, failures(pool), new DecisionLog(clock), null, 0, List.of());
    }

    /** A new configuration over new servers, with the given policy; without a picker when there is none. */
    Snapshot reconfigured(
            Snapshot old, VirtualServerSpec spec, List<ManagedServer> servers, @Nullable NamedPolicy policy)
            throws InvalidConfigurationException {
        ServerPool pool = ServerTable.pool(servers, old.revision() + 1);
        ActivePolicy active = policy == null ? null : PolicySwap.next(policy, spec.policy(), pool, old.policy());
        return new Snapshot(
                spec,
                servers,
                pool,
                active,
                failures(pool),
                old.decisions(),
                continued(old, policy),
                old.revision() + 1,
                old.pools());
    }

    /** The same configuration and policy over changed servers. A policy that cannot follow is stood in for. */
    Snapshot changed(Snapshot old, List<ManagedServer> servers) {
        ActivePolicy active = old.policy();
        NamedPolicy policy = active == null ? null : active.policy();
        try {
            Snapshot next = reconfigured(old, old.spec(), servers, policy);
            ActivePolicy nextActive = next.policy();
            return active == null || nextActive == null ? next : next.with(nextActive.noted(active.note()));
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
            Snapshot next = reconfigured(old, old.spec(), servers, BuiltInRotation.POLICY);
            ActivePolicy active = next.policy();
            return active == null ? next : next.with(active.noted(note));
        } catch (InvalidConfigurationException impossible) {
            throw new IllegalStateException("the built-in rotation takes every pool", impossible);
        }
    }

    private static @Nullable Probation continued(Snapshot old, @Nullable NamedPolicy policy) {
        Probation probation = old.probation();
        return probation != null && probation.policy().equals(policy) ? probation : null;
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

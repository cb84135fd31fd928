package org.netchestra.core.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.event.Topics;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.PolicySpec;
import org.netchestra.core.config.Suggestion;

/**
 * Lets virtual servers follow the policies that come and go: swaps, keeps orphans working, and rolls back what misbehaves.
 * Confined to the conductor's thread.
 */
final class PolicyKeeper {

    private final VirtualServers virtualServers;
    private final SnapshotMaker snapshots;
    private final Happenings happenings;
    private final Clock clock;
    private final LongSupplier nanoTicker;
    private final PolicyDirectory directory = new PolicyDirectory();
    /** Virtual servers without their policy, and since when. */
    private final Map<VirtualServerHandle, Instant> orphans = new HashMap<>();

    PolicyKeeper(
            VirtualServers virtualServers,
            SnapshotMaker snapshots,
            Happenings happenings,
            Clock clock,
            LongSupplier nanoTicker) {
        this.virtualServers = virtualServers;
        this.snapshots = snapshots;
        this.happenings = happenings;
        this.clock = clock;
        this.nanoTicker = nanoTicker;
    }

    void added(NamedPolicy policy) {
        directory.add(policy);
        follow(policy.name());
    }

    void removed(NamedPolicy policy) {
        directory.remove(policy);
        follow(policy.name());
    }

    List<PolicyStatus> statuses() {
        return PolicyReport.of(directory, virtualServers.all());
    }

    @Nullable
    NamedPolicy find(PolicySpec spec) {
        return directory.find(spec.name());
    }

    /**
     * The policy for a new configuration of a virtual server; null while it waits for the one it has named all along.
     *
     * @throws InvalidConfigurationException when the configuration names a policy that is not there
     */
    @Nullable
    NamedPolicy require(PolicySpec spec, Snapshot old) throws InvalidConfigurationException {
        NamedPolicy found = find(spec);
        if (found != null) {
            return found;
        }
        if (spec.name().equals(old.spec().policy().name())) {
            ActivePolicy active = old.policy();
            return active == null ? null : active.policy();
        }
        Collection<String> names = directory.names();
        String known = names.isEmpty() ? "a policy, but none is installed" : "one of " + String.join(", ", names);
        throw new InvalidConfigurationException(List.of(
                ConfigurationProblem.of("policy", spec.name(), known + Suggestion.forWord(spec.name(), names))));
    }

    /** Replaces policies that have been missing for {@code grace} by the built-in rotation. */
    void replaceOrphans(Duration grace) {
        Instant now = clock.instant();
        orphans.keySet().removeIf(handle -> !orphaned(handle));
        virtualServers.all().stream().filter(this::orphaned).forEach(handle -> {
            if (!orphans.computeIfAbsent(handle, h -> now).plus(grace).isAfter(now)) {
                standIn(handle, "is missing");
            }
        });
    }

    /** Ends the probation of a policy, for good or for bad, when it is time. */
    void judge(VirtualServerHandle handle) {
        Snapshot snapshot = handle.current();
        Probation probation = snapshot.probation();
        if (probation == null) {
            return;
        }
        String complaint = probation.complaint();
        if (complaint != null) {
            rollBack(handle, probation.policy(), complaint);
        } else if (probation.over(clock.instant())) {
            handle.publish(snapshot.onProbation(null));
        }
    }

    private void follow(String policy) {
        for (VirtualServerHandle handle : virtualServers.all()) {
            if (handle.current().spec().policy().name().equals(policy)) {
                follow(handle);
            }
        }
    }

    private void follow(VirtualServerHandle handle) {
        Snapshot old = handle.current();
        ActivePolicy active = old.policy();
        NamedPolicy wanted = find(old.spec().policy());
        if (wanted == null) {
            orphan(handle, old);
        } else if (active == null || !active.policy().equals(wanted)) {
            swap(handle, old, wanted);
        }
    }

    private void orphan(VirtualServerHandle handle, Snapshot old) {
        ActivePolicy active = old.policy();
        if (active != null) {
            String note =
                    "policy '" + old.spec().policy().name() + "' has left without a successor; its last picker goes on";
            handle.publish(old.with(active.noted(note)));
            happenings.policyProblem(
                    Topics.POLICY_ORPHANED, handle.name(), "virtual server " + handle.name() + ": " + note);
        }
    }

    private void swap(VirtualServerHandle handle, Snapshot old, NamedPolicy wanted) {
        try {
            Snapshot next = snapshots.reconfigured(old, old.spec(), old.servers(), wanted);
            virtualServers.publish(
                    handle,
                    old.policy() == null ? next : next.onProbation(probation(wanted)),
                    Conductor.BY_CONFIGURATION);
        } catch (InvalidConfigurationException failure) {
            happenings.policyProblem(
                    Topics.POLICY_FAILED,
                    handle.name(),
                    "virtual server " + handle.name() + ": policy " + wanted.name() + " (" + wanted.origin()
                            + ") refused, the one in force goes on: " + failure.getMessage());
        }
    }

    private Probation probation(NamedPolicy policy) {
        return new Probation(policy, clock.instant().plus(Probation.LENGTH), nanoTicker);
    }

    private void rollBack(VirtualServerHandle handle, NamedPolicy policy, String complaint) {
        directory.reject(policy);
        happenings.policyProblem(
                Topics.POLICY_ROLLED_BACK,
                handle.name(),
                "virtual server " + handle.name() + ": policy " + policy.name() + " (" + policy.origin()
                        + ") is rolled back, because " + complaint);
        follow(policy.name());
        if (directory.find(policy.name()) == null) {
            standIn(handle, "was rolled back");
        }
    }

    private void standIn(VirtualServerHandle handle, String why) {
        Snapshot old = handle.current();
        String note = "policy '" + old.spec().policy().name() + "' " + why + ": the built-in rotation stands in";
        virtualServers.publish(handle, snapshots.standIn(old, old.servers(), note), Conductor.BY_CONFIGURATION);
    }

    private boolean orphaned(VirtualServerHandle handle) {
        Snapshot snapshot = handle.current();
        ActivePolicy active = snapshot.policy();
        boolean standIn = active != null && active.policy().equals(BuiltInRotation.POLICY);
        boolean open = virtualServers.find(handle.name()) == handle;
        return open && !standIn && find(snapshot.spec().policy()) == null;
    }
}

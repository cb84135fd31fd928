package org.netchestra.core.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.PolicyState;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.event.Topics;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.PolicySpec;
import org.netchestra.core.config.Suggestion;

/**
 * Lets virtual servers follow the policies that come, are activated, rolled back and go. Confined to the conductor's
 * thread.
 */
final class PolicyKeeper {

    private final VirtualServers virtualServers;
    private final PolicyDirectory directory;
    private final SnapshotMaker snapshots;
    private final Happenings happenings;
    private final Clock clock;
    private final LongSupplier nanoTicker;
    private BiConsumer<NamedPolicy, @Nullable NamedPolicy> rollBackListener = (policy, successor) -> {};
    /** Virtual servers without their policy, and since when. */
    private final Map<VirtualServerHandle, Instant> orphans = new HashMap<>();

    PolicyKeeper(
            VirtualServers virtualServers,
            PolicyDirectory directory,
            SnapshotMaker snapshots,
            Happenings happenings,
            Clock clock,
            LongSupplier nanoTicker) {
        this.virtualServers = virtualServers;
        this.directory = directory;
        this.snapshots = snapshots;
        this.happenings = happenings;
        this.clock = clock;
        this.nanoTicker = nanoTicker;
    }

    void added(NamedPolicy policy) {
        directory.add(policy);
        follow(policy);
    }

    void removed(NamedPolicy policy) {
        directory.remove(policy);
        follow(policy);
    }

    void vetted(NamedPolicy policy, boolean conforms, String findings) {
        if (directory.vetted(policy, conforms, findings)) {
            happenings.policyVetted(policy, conforms, findings);
        }
    }

    /**
     * The one that {@link #activate} would take.
     *
     * @throws IllegalArgumentException when there is none
     */
    NamedPolicy candidate(String name) {
        return requireCandidate(name).policy();
    }

    /** @throws IllegalArgumentException when it did not pass */
    NamedPolicy activate(String name, ChangeContext context) {
        PolicyRegistration candidate = requireCandidate(name);
        if (candidate.state() == PolicyState.REFUSED || candidate.state() == PolicyState.VETTING) {
            String reason = candidate.note().isEmpty() ? "it is not vetted" : candidate.note();
            throw new IllegalArgumentException(
                    "policy: " + candidate.policy() + " (expected: one that keeps its contract)\n" + reason);
        }
        directory.activate(candidate.policy());
        happenings.policyActivated(candidate.policy(), context);
        follow(candidate.policy());
        return candidate.policy();
    }

    /** @throws IllegalArgumentException when no policy of this name was activated */
    NamedPolicy rollBack(String name, ChangeContext context) {
        NamedPolicy policy = directory.find(name);
        if (policy == null || !policy.candidate()) {
            throw unknown("one that was activated", name, directory.namesOf(this::activated));
        }
        String reason = context.reason().isEmpty() ? "" : ": " + context.reason();
        rollBack(policy, context.principal() + " wanted so" + reason);
        return policy;
    }

    void whenRolledBack(BiConsumer<NamedPolicy, @Nullable NamedPolicy> listener) {
        rollBackListener = listener;
    }

    Map<String, BalancingPolicy> inForce() {
        return directory.inForce();
    }

    List<PolicyStatus> statuses() {
        return PolicyReport.of(directory, virtualServers.all());
    }

    /**
     * What a new configuration of a virtual server uses; null while it waits for the policy it has named all along.
     *
     * @throws InvalidConfigurationException when the configuration names a policy that is not there
     */
    @Nullable
    PolicyUse require(PolicySpec spec, Snapshot old) throws InvalidConfigurationException {
        NamedPolicy found = directory.find(spec.name());
        ActivePolicy active = old.policy();
        if (found != null) {
            return new PolicyUse(found, spec);
        }
        if (spec.name().equals(old.spec().policy().name())) {
            if (active == null) {
                return null;
            }
            boolean itself = active.policy().name().equals(spec.name());
            return itself ? new PolicyUse(active.policy(), spec) : active.use();
        }
        throw new InvalidConfigurationException(
                List.of(ConfigurationProblem.of("policy", spec.name(), expected(spec.name()))));
    }

    private String expected(String name) {
        Set<String> names = directory.usableNames();
        String known = names.isEmpty() ? "a policy, but none is installed" : "one of " + String.join(", ", names);
        return directory.candidate(name) == null
                ? known + Suggestion.forWord(name, names)
                : "an active policy; '" + name
                        + "' is a candidate that nobody has activated: netchestra:policy-activate " + name;
    }

    /** A policy that a configuration brings in is watched like one that was swapped in, unless it is the product's own. */
    Snapshot watched(@Nullable ActivePolicy before, Snapshot next) {
        ActivePolicy now = next.policy();
        boolean other = now != null && (before == null || !before.policy().equals(now.policy()));
        return now != null && other && now.policy().candidate() ? next.onProbation(probation(now.policy())) : next;
    }

    /**
     * Replaces policies that have been missing for {@code grace} by the built-in rotation. A last picker goes on for longer
     * while its successor waits for its activation.
     */
    void replaceOrphans(Duration grace) {
        Instant now = clock.instant();
        orphans.keySet().removeIf(handle -> !orphaned(handle));
        virtualServers.all().stream().filter(this::orphaned).forEach(handle -> {
            if (!orphans.computeIfAbsent(handle, h -> now).plus(grace).isAfter(now)) {
                standIn(handle, "is missing");
            }
        });
    }

    /** Rolls a policy back that misbehaves, and ends its probation when it is time. */
    void judge(VirtualServerHandle handle) {
        Snapshot snapshot = handle.current();
        Probation probation = snapshot.probation();
        if (probation == null) {
            return;
        }
        String complaint = probation.complaint();
        if (complaint != null) {
            rollBack(probation.policy(), "virtual server " + handle.name() + ": " + complaint);
            probation
                    .endStuckCalls()
                    .forEach(end -> happenings.policyProblem(
                            Topics.POLICY_FAILED,
                            handle.name(),
                            "virtual server " + handle.name() + ": a call of policy " + probation.policy()
                                    + " that did not return: " + end));
        } else if (!probation.hasPassed() && probation.over(clock.instant())) {
            settle(handle, snapshot, probation);
        }
    }

    /** What was activated stays under watch for what holds event loops; the product's own policies need none. */
    private static void settle(VirtualServerHandle handle, Snapshot snapshot, Probation probation) {
        probation.passed();
        if (!probation.policy().candidate()) {
            handle.publish(snapshot.onProbation(null));
        }
    }

    /** All virtual servers that this policy concerns use what is now the right one. */
    private void follow(NamedPolicy policy) {
        for (VirtualServerHandle handle : virtualServers.all()) {
            ActivePolicy active = handle.current().policy();
            if (handle.current().spec().policy().name().equals(policy.name())) {
                follow(handle, policy);
            } else if (active != null
                    && active.parts().containsKey(policy.name())
                    && !upToDate(active, policy.name())) {
                swap(handle, active.use(), policy);
            }
        }
    }

    private void follow(VirtualServerHandle handle, NamedPolicy cause) {
        Snapshot old = handle.current();
        ActivePolicy active = old.policy();
        NamedPolicy wanted = directory.find(old.spec().policy().name());
        if (wanted == null) {
            orphan(handle, old);
        } else if (active == null || !active.policy().equals(wanted) || !upToDate(active, cause.name())) {
            swap(handle, new PolicyUse(wanted, old.spec().policy()), wanted);
        }
    }

    /** A part that has left is no reason to change: it goes on. */
    private boolean upToDate(ActivePolicy active, String part) {
        NamedPolicy wanted = directory.find(part);
        return wanted == null
                || !active.parts().containsKey(part)
                || active.parts().get(part) == wanted.policy();
    }

    private void orphan(VirtualServerHandle handle, Snapshot old) {
        ActivePolicy active = old.policy();
        if (active != null && active.note() == null) {
            String note =
                    "policy '" + old.spec().policy().name() + "' has left without a successor; its last picker goes on";
            handle.publish(old.noted(note));
            happenings.policyProblem(
                    Topics.POLICY_ORPHANED, handle.name(), "virtual server " + handle.name() + ": " + note);
        }
    }

    /** Whether it could be done. */
    private boolean swap(VirtualServerHandle handle, PolicyUse use, NamedPolicy suspect) {
        Snapshot old = handle.current();
        try {
            Snapshot next = snapshots.swapped(old, use);
            boolean first = old.policy() == null && !suspect.candidate();
            virtualServers.publish(
                    handle, first ? next : next.onProbation(probation(suspect)), Conductor.BY_CONFIGURATION);
            return true;
        } catch (InvalidConfigurationException failure) {
            happenings.policyProblem(
                    Topics.POLICY_FAILED,
                    handle.name(),
                    "virtual server " + handle.name() + ": policy " + use.policy()
                            + " refused, the one in force goes on: " + failure.getMessage());
            return false;
        }
    }

    private Probation probation(NamedPolicy policy) {
        return new Probation(policy, clock.instant().plus(Probation.LENGTH), nanoTicker);
    }

    private void rollBack(NamedPolicy policy, String why) {
        directory.reject(policy, "rolled back, because " + why);
        rollBackListener.accept(policy, directory.find(policy.name()));
        for (VirtualServerHandle handle : virtualServers.all()) {
            ActivePolicy active = handle.current().policy();
            if (active != null && active.involves(policy)) {
                happenings.policyProblem(
                        Topics.POLICY_ROLLED_BACK,
                        handle.name(),
                        "virtual server " + handle.name() + ": policy " + policy + " is rolled back, because " + why);
                fallBack(handle, active, policy.name());
            }
        }
    }

    private void fallBack(VirtualServerHandle handle, ActivePolicy active, String name) {
        PolicySpec spec = handle.current().spec().policy();
        NamedPolicy successor = directory.find(spec.name());
        PolicyUse before = active.before();
        boolean partLost = !spec.name().equals(name) && directory.find(name) == null;
        if (successor != null && !partLost && swap(handle, new PolicyUse(successor, spec), successor)) {
            return;
        }
        if (before != null && directory.inForce(before.policy()) && swap(handle, before, before.policy())) {
            handle.publish(
                    handle.current().noted("policy '" + name + "' was rolled back: '" + before.spec() + "' goes on"));
            return;
        }
        standIn(handle, "was rolled back");
    }

    private void standIn(VirtualServerHandle handle, String why) {
        Snapshot old = handle.current();
        String name = old.spec().policy().name();
        String hint =
                directory.awaitsActivation(name) ? ", a candidate waits for netchestra:policy-activate " + name : "";
        String note = "policy '" + name + "' " + why + hint + ": the built-in rotation stands in";
        virtualServers.publish(handle, snapshots.standIn(old, old.servers(), note), Conductor.BY_CONFIGURATION);
    }

    private boolean orphaned(VirtualServerHandle handle) {
        ActivePolicy active = handle.current().policy();
        String name = handle.current().spec().policy().name();
        boolean open = virtualServers.find(handle.name()) == handle;
        if (!open || directory.find(name) != null) {
            return false;
        }
        if (active == null) {
            return true;
        }
        boolean atWork = active.policy().equals(BuiltInRotation.POLICY) || directory.inForce(active.policy());
        return !atWork && !directory.awaitsActivation(name);
    }

    private PolicyRegistration requireCandidate(String name) {
        PolicyRegistration candidate = directory.candidate(name);
        if (candidate == null) {
            throw unknown("a candidate", name, directory.namesOf(n -> directory.candidate(n) != null));
        }
        return candidate;
    }

    private boolean activated(String name) {
        NamedPolicy policy = directory.find(name);
        return policy != null && policy.candidate();
    }

    private static IllegalArgumentException unknown(String what, String name, List<String> known) {
        String there = known.isEmpty() ? "; there is none" : "; there is " + String.join(", ", known);
        return new IllegalArgumentException("policy: " + name + " (expected: " + what + there + ")");
    }
}

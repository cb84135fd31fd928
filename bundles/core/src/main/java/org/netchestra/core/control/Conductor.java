package org.netchestra.core.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.event.Severity;
import org.netchestra.api.event.Topics;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.PolicySpec;
import org.netchestra.core.config.Suggestion;
import org.netchestra.core.config.VirtualServerSpec;

/**
 * Turns configurations, policies, health reports and commands into snapshots, one change after another on one thread.
 *
 * <p>Thread-safe: every public method may be called from any thread but the conductor's own, and returns when the change
 * has taken effect for new exchanges.
 */
public final class Conductor {

    private static final ChangeContext BY_CONFIGURATION = new ChangeContext("configuration", "configuration", "");

    private final SerialThread thread;
    private final Clock clock;
    private final LongSupplier nanoTicker;
    private final Happenings happenings;
    private final SnapshotMaker snapshots;
    private final Announcer announcer;
    private final PolicyDirectory directory = new PolicyDirectory();
    /** Virtual servers without their policy, and since when; confined to the conductor's thread. */
    private final Map<VirtualServerHandle, Instant> orphans = new HashMap<>();

    private final ConcurrentSkipListMap<String, VirtualServerHandle> handles = new ConcurrentSkipListMap<>();

    /**
     * @param executor runs tasks one after another, on any thread
     * @param nanoTicker a monotonic clock in nanoseconds, for the picks of policies on probation
     */
    public Conductor(Executor executor, ClusterEvents events, Clock clock, LongSupplier nanoTicker) {
        this.thread = new SerialThread(executor);
        this.clock = clock;
        this.nanoTicker = nanoTicker;
        this.happenings = new Happenings(events, clock);
        this.snapshots = new SnapshotMaker(happenings, clock);
        this.announcer = new Announcer(happenings);
    }

    /**
     * Makes a new virtual server. When its policy is not there (yet), it waits for it.
     *
     * @throws InvalidConfigurationException when another one has the name, or the policy refuses its options
     */
    public VirtualServerHandle open(VirtualServerSpec spec) throws InvalidConfigurationException {
        return thread.configure(() -> {
            if (handles.containsKey(spec.name())) {
                throw problem("name", spec.name(), "a name that no other virtual server has");
            }
            List<ManagedServer> servers = ServerTable.configured(List.of(), spec.servers(), clock);
            NamedPolicy policy = directory.find(spec.policy().name());
            VirtualServerHandle handle = new VirtualServerHandle(spec.name(), snapshots.first(spec, servers, policy));
            handles.put(spec.name(), handle);
            return handle;
        });
    }

    /**
     * Gives a virtual server a new configuration. Servers that stay keep their states and counters, removed ones finish
     * what they have.
     *
     * @throws InvalidConfigurationException when the policy does not exist or refuses its options; nothing has changed then
     */
    public void reconfigure(VirtualServerHandle handle, VirtualServerSpec spec) throws InvalidConfigurationException {
        thread.configure(() -> {
            Snapshot old = handle.current();
            NamedPolicy policy = requirePolicy(spec.policy(), old);
            List<ManagedServer> configured = ServerTable.configured(old.servers(), spec.servers(), clock);
            List<ManagedServer> servers = ramped(old, configured, spec);
            Snapshot next = snapshots.reconfigured(old, spec, servers, policy);
            handle.configurationProblem(null);
            publish(handle, old, next, BY_CONFIGURATION);
            happenings.virtualServer(
                    Topics.CONFIGURATION_APPLIED,
                    Severity.INFO,
                    handle.name(),
                    "virtual server " + handle.name() + ": new configuration in force, revision " + next.revision());
            return handle;
        });
    }

    /** Notes that a configuration was refused; the one in force goes on. */
    public void refused(String virtualServer, InvalidConfigurationException problem) {
        VirtualServerHandle handle = handles.get(virtualServer);
        String consequence = handle == null ? "it does not run" : "the last good one goes on";
        if (handle != null) {
            handle.configurationProblem(problem.getMessage());
        }
        happenings.virtualServer(
                Topics.CONFIGURATION_REFUSED,
                Severity.ERROR,
                virtualServer,
                "virtual server " + virtualServer + ": configuration refused, " + consequence + "\n"
                        + problem.getMessage());
    }

    /** The data plane listens for this virtual server. */
    public void listening(VirtualServerHandle handle, ServerAddress address) {
        handle.bound(address);
        handle.ended(null);
        happenings.virtualServer(
                Topics.VIRTUAL_SERVER_STARTED,
                Severity.INFO,
                handle.name(),
                "virtual server " + handle.name() + " listens on " + address);
    }

    /** The data plane could not listen. */
    public void listenFailed(VirtualServerHandle handle, String reason) {
        handle.ended(VirtualServerState.FAILED);
        happenings.virtualServer(
                Topics.VIRTUAL_SERVER_FAILED,
                Severity.ERROR,
                handle.name(),
                "virtual server " + handle.name() + " cannot listen: " + reason);
    }

    /** The virtual server accepts nothing more. */
    public void stopping(VirtualServerHandle handle) {
        handle.ended(VirtualServerState.STOPPING);
    }

    /** The virtual server is gone. */
    public void close(VirtualServerHandle handle) {
        if (handles.remove(handle.name(), handle)) {
            happenings.virtualServer(
                    Topics.VIRTUAL_SERVER_STOPPED,
                    Severity.INFO,
                    handle.name(),
                    "virtual server " + handle.name() + " stopped");
        }
    }

    /** A policy is there; virtual servers that name it take it at once. */
    public void policyAdded(NamedPolicy policy) {
        thread.run(() -> {
            directory.add(policy);
            followDirectory(policy.name());
        });
    }

    /** A policy is gone; virtual servers that use it take its successor, or keep its last picker and say so. */
    public void policyRemoved(NamedPolicy policy) {
        thread.run(() -> {
            directory.remove(policy);
            followDirectory(policy.name());
        });
    }

    /**
     * Replaces policies that have had no bundle for some time by the built-in rotation: they have left, or never came. To be
     * called about once a second.
     */
    public void replaceOrphans(Duration grace) {
        thread.run(() -> {
            Instant now = clock.instant();
            orphans.keySet().removeIf(handle -> !orphaned(handle));
            handles.values().stream().filter(this::orphaned).forEach(handle -> {
                if (!orphans.computeIfAbsent(handle, h -> now).plus(grace).isAfter(now)) {
                    standIn(handle);
                }
            });
        });
    }

    private void standIn(VirtualServerHandle handle) {
        Snapshot old = handle.current();
        String note = "policy '" + old.spec().policy().name() + "' is missing: the built-in rotation stands in";
        publish(handle, old, snapshots.standIn(old, old.servers(), note), BY_CONFIGURATION);
    }

    /** What happens by the clock: weights grow, policies on probation are judged, removed servers are looked after. To be called about once a second. */
    public void tick() {
        thread.run(() -> {
            handles.values().forEach(this::grow);
            handles.values().forEach(this::judge);
            announcer.checkDrained();
        });
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setAdminState}. */
    public void setAdminState(String virtualServer, String server, AdminState state, ChangeContext context) {
        change(
                virtualServer,
                server,
                context,
                s -> same(s.admin(), state, context) ? s : s.administered(stamp(state, context)));
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setOperationalState}. */
    public void setOperationalState(
            String virtualServer, String server, OperationalState state, ChangeContext context) {
        change(
                virtualServer,
                server,
                context,
                s -> s.operational().state() == state ? s : s.observed(stamp(state, context)));
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setWeight}. */
    public void setWeight(String virtualServer, String server, @Nullable Integer weight, ChangeContext context) {
        requireWeight(weight);
        change(virtualServer, server, context, s -> s.overridden(weight));
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setLearnedWeights}. */
    public void setLearnedWeights(String virtualServer, Map<String, Integer> weights, ChangeContext context) {
        weights.values().forEach(Conductor::requireWeight);
        thread.run(() -> {
            VirtualServerHandle handle = require(virtualServer);
            List<ManagedServer> servers = handle.current().servers();
            ServerTable.requireAll(virtualServer, servers, weights.keySet());
            List<ManagedServer> taught = servers.stream()
                    .map(s -> s.taught(weights.get(s.spec().name())))
                    .toList();
            publishServers(handle, taught, context);
        });
    }

    /** The virtual servers by name; a live view. */
    public Collection<VirtualServerHandle> virtualServers() {
        return handles.values();
    }

    public List<VirtualServerStatus> statuses() {
        return handles.values().stream().map(StatusReport::of).toList();
    }

    public @Nullable VirtualServerStatus status(String name) {
        VirtualServerHandle handle = handles.get(name);
        return handle == null ? null : StatusReport.of(handle);
    }

    /** See {@link org.netchestra.api.control.ClusterControl#decisions}. */
    public List<Decision> decisions(String virtualServer, int max) {
        return require(virtualServer).current().decisions().latest(max);
    }

    /** All virtual servers' traffic together. */
    public TrafficStatistics traffic() {
        return StatusReport.total(handles.values());
    }

    public List<PolicyStatus> policies() {
        return thread.call(() -> PolicyReport.of(directory, handles.values()));
    }

    private void change(
            String virtualServer, String server, ChangeContext context, UnaryOperator<ManagedServer> operation) {
        thread.run(() -> {
            VirtualServerHandle handle = require(virtualServer);
            List<ManagedServer> servers = handle.current().servers();
            publishServers(handle, ServerTable.changed(virtualServer, servers, server, operation), context);
        });
    }

    private void publishServers(VirtualServerHandle handle, List<ManagedServer> servers, ChangeContext context) {
        Snapshot old = handle.current();
        List<ManagedServer> grown = ramped(old, servers, old.spec());
        if (!grown.equals(old.servers())) {
            publish(handle, old, snapshots.changed(old, grown), context);
        }
    }

    private void grow(VirtualServerHandle handle) {
        List<ManagedServer> servers = handle.current().servers();
        if (!servers.stream().allMatch(s -> s.ramp().done())) {
            publishServers(handle, servers, BY_CONFIGURATION);
        }
    }

    private List<ManagedServer> ramped(Snapshot old, List<ManagedServer> servers, VirtualServerSpec spec) {
        return ServerTable.ramped(old.servers(), servers, spec.slowStart(), clock.instant());
    }

    private void publish(VirtualServerHandle handle, Snapshot old, Snapshot next, ChangeContext context) {
        handle.publish(next);
        announcer.announce(old, next, context);
    }

    private void followDirectory(String policy) {
        for (VirtualServerHandle handle : handles.values()) {
            if (handle.current().spec().policy().name().equals(policy)) {
                followDirectory(handle);
            }
        }
    }

    private void followDirectory(VirtualServerHandle handle) {
        Snapshot old = handle.current();
        ActivePolicy active = old.policy();
        NamedPolicy wanted = directory.find(old.spec().policy().name());
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
            publish(handle, old, old.policy() == null ? next : next.onProbation(probation(wanted)), BY_CONFIGURATION);
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

    private void judge(VirtualServerHandle handle) {
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

    private void rollBack(VirtualServerHandle handle, NamedPolicy policy, String complaint) {
        directory.reject(policy);
        happenings.policyProblem(
                Topics.POLICY_ROLLED_BACK,
                handle.name(),
                "virtual server " + handle.name() + ": policy " + policy.name() + " (" + policy.origin()
                        + ") is rolled back, because " + complaint);
        followDirectory(policy.name());
        Snapshot snapshot = handle.current();
        if (directory.find(policy.name()) == null) {
            String note = "policy '" + policy.name() + "' was rolled back: the built-in rotation stands in";
            publish(handle, snapshot, snapshots.standIn(snapshot, snapshot.servers(), note), BY_CONFIGURATION);
        }
    }

    private boolean orphaned(VirtualServerHandle handle) {
        Snapshot snapshot = handle.current();
        ActivePolicy active = snapshot.policy();
        boolean standIn = active != null && active.policy().equals(BuiltInRotation.POLICY);
        boolean open = handles.get(handle.name()) == handle;
        return open && !standIn && directory.find(snapshot.spec().policy().name()) == null;
    }

    private @Nullable NamedPolicy requirePolicy(PolicySpec spec, Snapshot old) throws InvalidConfigurationException {
        NamedPolicy found = directory.find(spec.name());
        ActivePolicy active = old.policy();
        if (found != null) {
            return found;
        }
        if (spec.name().equals(old.spec().policy().name())) {
            return active == null ? null : active.policy();
        }
        Collection<String> names = directory.names();
        String known = names.isEmpty() ? "a policy, but none is installed" : "one of " + String.join(", ", names);
        throw problem("policy", spec.name(), known + Suggestion.forWord(spec.name(), names));
    }

    private VirtualServerHandle require(String name) {
        VirtualServerHandle handle = handles.get(name);
        if (handle == null) {
            throw new UnknownNameException("virtual server", name, handles.keySet());
        }
        return handle;
    }

    private static InvalidConfigurationException problem(String key, String value, String expected) {
        return new InvalidConfigurationException(List.of(ConfigurationProblem.of(key, value, expected)));
    }

    private static void requireWeight(@Nullable Integer weight) {
        if (weight != null && (weight < 0 || weight > PoolMember.MAX_WEIGHT)) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0.." + PoolMember.MAX_WEIGHT + ")");
        }
    }

    /** The same state asked for with another reason is a change: the newest reason is the one that holds. */
    private static boolean same(StateChange<AdminState> admin, AdminState state, ChangeContext context) {
        return admin.state() == state && admin.reason().equals(context.reason());
    }

    private <S extends Enum<S>> StateChange<S> stamp(S state, ChangeContext context) {
        return new StateChange<>(state, clock.instant(), context.principal(), context.reason());
    }
}

package org.netchestra.core.control;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.event.Severity;
import org.netchestra.api.event.Topics;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerSpec;

/**
 * Turns configurations, policies, health reports and commands into snapshots, one change after another on one thread.
 *
 * <p>Thread-safe: every public method may be called from any thread but the conductor's own, and returns when the change
 * has taken effect for new exchanges.
 */
public final class Conductor {

    /** Who a change comes from that no person and no measurement asked for. */
    static final ChangeContext BY_CONFIGURATION = new ChangeContext("configuration", "configuration", "");

    private final SerialThread thread;
    private final Happenings happenings;
    private final SnapshotMaker snapshots;
    private final Announcer announcer;
    private final VirtualServers virtualServers;
    private final ServerChanges servers;
    private final PolicyKeeper policies;
    private final Configurations configurations;

    /**
     * @param executor runs tasks one after another, on any thread
     * @param nanoTicker a monotonic clock in nanoseconds, for the picks of policies on probation
     */
    public Conductor(Executor executor, ClusterEvents events, Clock clock, LongSupplier nanoTicker) {
        this.thread = new SerialThread(executor);
        this.happenings = new Happenings(events, clock);
        PolicyDirectory directory = new PolicyDirectory();
        this.snapshots = new SnapshotMaker(happenings, directory, clock);
        this.announcer = new Announcer(happenings);
        this.virtualServers = new VirtualServers(announcer);
        this.servers = new ServerChanges(virtualServers, snapshots, clock);
        this.policies = new PolicyKeeper(virtualServers, directory, snapshots, happenings, clock, nanoTicker);
        this.configurations = new Configurations(virtualServers, policies, servers, snapshots, happenings, clock);
    }

    /**
     * Makes a new virtual server with its pools. When its policy is not there (yet), it waits for it.
     *
     * @throws InvalidConfigurationException when another one has the name, or the policy refuses its options
     */
    public VirtualServerHandle open(VirtualServerSpec spec) throws InvalidConfigurationException {
        return thread.configure(() -> configurations.open(spec));
    }

    /**
     * Gives a virtual server a new configuration. Servers that stay keep their states and counters, removed ones finish
     * what they have.
     *
     * @throws InvalidConfigurationException when the policy does not exist or refuses its options; nothing has changed then
     */
    public void reconfigure(VirtualServerHandle handle, VirtualServerSpec spec) throws InvalidConfigurationException {
        thread.configure(() -> configurations.reconfigure(handle, spec));
    }

    /** Notes that a configuration was refused; the one in force goes on. */
    public void refused(String virtualServer, InvalidConfigurationException problem) {
        VirtualServerHandle handle = virtualServers.find(virtualServer);
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

    /** The data plane has loaded certificates anew. */
    public void certificatesLoaded(VirtualServerHandle handle) {
        handle.configurationProblem(null);
        happenings.virtualServer(
                Topics.CONFIGURATION_APPLIED,
                Severity.INFO,
                handle.name(),
                "virtual server " + handle.name() + ": changed certificates in force");
    }

    /** The data plane listens for this virtual server. */
    public void listening(VirtualServerHandle handle, ServerAddress address) {
        handle.current().pools().forEach(pool -> pool.bound(address));
        handle.bound(address);
        ended(handle, null);
        happenings.virtualServer(
                Topics.VIRTUAL_SERVER_STARTED,
                Severity.INFO,
                handle.name(),
                "virtual server " + handle.name() + " listens on " + address);
    }

    /** The data plane could not listen. */
    public void listenFailed(VirtualServerHandle handle, String reason) {
        ended(handle, VirtualServerState.FAILED);
        happenings.virtualServer(
                Topics.VIRTUAL_SERVER_FAILED,
                Severity.ERROR,
                handle.name(),
                "virtual server " + handle.name() + " cannot listen: " + reason);
    }

    /** The virtual server accepts nothing more. */
    public void stopping(VirtualServerHandle handle) {
        ended(handle, VirtualServerState.STOPPING);
    }

    private static void ended(VirtualServerHandle handle, @Nullable VirtualServerState state) {
        handle.current().pools().forEach(pool -> pool.ended(state));
        handle.ended(state);
    }

    /** The virtual server is gone. */
    public void close(VirtualServerHandle handle) {
        handle.current().pools().forEach(virtualServers::remove);
        if (virtualServers.remove(handle)) {
            happenings.virtualServer(
                    Topics.VIRTUAL_SERVER_STOPPED,
                    Severity.INFO,
                    handle.name(),
                    "virtual server " + handle.name() + " stopped");
        }
    }

    /** A policy is there; virtual servers that name it take it at once, unless it is a {@linkplain NamedPolicy#candidate() candidate}. */
    public void policyAdded(NamedPolicy policy) {
        thread.run(() -> policies.added(policy));
    }

    /** A policy is gone; virtual servers that use it take its successor, or keep its last picker and say so. */
    public void policyRemoved(NamedPolicy policy) {
        thread.run(() -> policies.removed(policy));
    }

    /**
     * The vetting of a candidate has ended.
     *
     * @param findings for people: what was measured, or what is wrong
     */
    public void policyVetted(NamedPolicy policy, boolean conforms, String findings) {
        thread.run(() -> policies.vetted(policy, conforms, findings));
    }

    /**
     * The newest policy of this name that is not active.
     *
     * @throws IllegalArgumentException when there is none
     */
    public NamedPolicy candidate(String name) {
        return thread.call(() -> policies.candidate(name));
    }

    /**
     * Lets virtual servers use the newest candidate of this name.
     *
     * @throws IllegalArgumentException when there is none, or its vetting has not ended well
     */
    public NamedPolicy activatePolicy(String name, ChangeContext context) {
        return thread.call(() -> policies.activate(name, context));
    }

    /**
     * Takes the active policy of this name back.
     *
     * @throws IllegalArgumentException when it was never activated
     */
    public NamedPolicy rollBackPolicy(String name, ChangeContext context) {
        return thread.call(() -> policies.rollBack(name, context));
    }

    /**
     * Who is told, on the conductor's thread, that an activated policy was rolled back, and which one of its name is in force
     * now; null when there is none.
     */
    public void whenRolledBack(BiConsumer<NamedPolicy, @Nullable NamedPolicy> listener) {
        thread.run(() -> policies.whenRolledBack(listener));
    }

    /** What a policy can build upon now, by name. */
    public Map<String, BalancingPolicy> policiesInForce() {
        return thread.call(policies::inForce);
    }

    /**
     * Replaces policies that have had no bundle for some time by the built-in rotation: they have left, or never came. To be
     * called about once a second.
     */
    public void replaceOrphans(Duration grace) {
        thread.run(() -> policies.replaceOrphans(grace));
    }

    /** What happens by the clock: weights grow, policies on probation are judged, removed servers are looked after. To be called about once a second. */
    public void tick() {
        thread.run(() -> {
            virtualServers.all().forEach(servers::grow);
            virtualServers.all().forEach(policies::judge);
            announcer.checkDrained();
        });
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setAdminState}. */
    public void setAdminState(String virtualServer, String server, AdminState state, ChangeContext context) {
        thread.run(() -> servers.setAdminState(virtualServer, server, state, context));
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setOperationalState}. */
    public void setOperationalState(
            String virtualServer, String server, OperationalState state, ChangeContext context) {
        thread.run(() -> servers.setOperationalState(virtualServer, server, state, context));
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setWeight}. */
    public void setWeight(String virtualServer, String server, @Nullable Integer weight, ChangeContext context) {
        thread.run(() -> servers.setWeight(virtualServer, server, weight, context));
    }

    /** See {@link org.netchestra.api.control.ClusterControl#setLearnedWeights}. */
    public void setLearnedWeights(String virtualServer, Map<String, Integer> weights, ChangeContext context) {
        thread.run(() -> servers.setLearnedWeights(virtualServer, weights, context));
    }

    /** The virtual servers by name; a live view. */
    public Collection<VirtualServerHandle> virtualServers() {
        return virtualServers.all();
    }

    public List<VirtualServerStatus> statuses() {
        return virtualServers.all().stream().map(StatusReport::of).toList();
    }

    public @Nullable VirtualServerStatus status(String name) {
        VirtualServerHandle handle = virtualServers.find(name);
        return handle == null ? null : StatusReport.of(handle);
    }

    /** See {@link org.netchestra.api.control.ClusterControl#decisions}. */
    public List<Decision> decisions(String virtualServer, int max) {
        return virtualServers.require(virtualServer).current().decisions().latest(max);
    }

    /** All virtual servers' traffic together. */
    public TrafficStatistics traffic() {
        return StatusReport.total(virtualServers.all());
    }

    public List<PolicyStatus> policies() {
        return thread.call(policies::statuses);
    }
}

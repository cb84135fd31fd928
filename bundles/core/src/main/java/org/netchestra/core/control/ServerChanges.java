package org.netchestra.core.control;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.core.config.VirtualServerSpec;

/** Changes states and weights of real servers, and lets weights grow. Confined to the conductor's thread. */
final class ServerChanges {

    private final VirtualServers virtualServers;
    private final SnapshotMaker snapshots;
    private final Clock clock;

    ServerChanges(VirtualServers virtualServers, SnapshotMaker snapshots, Clock clock) {
        this.virtualServers = virtualServers;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    void setAdminState(String virtualServer, String server, AdminState state, ChangeContext context) {
        change(
                virtualServer,
                server,
                context,
                s -> same(s.admin(), state, context) ? s : s.administered(stamp(state, context)));
    }

    void setOperationalState(String virtualServer, String server, OperationalState state, ChangeContext context) {
        change(
                virtualServer,
                server,
                context,
                s -> s.operational().state() == state ? s : s.observed(stamp(state, context)));
    }

    void setWeight(String virtualServer, String server, @Nullable Integer weight, ChangeContext context) {
        requireWeight(weight);
        change(virtualServer, server, context, s -> s.overridden(weight));
    }

    void setLearnedWeights(String virtualServer, Map<String, Integer> weights, ChangeContext context) {
        weights.values().forEach(ServerChanges::requireWeight);
        VirtualServerHandle handle = virtualServers.require(virtualServer);
        List<ManagedServer> servers = handle.current().servers();
        ServerTable.requireAll(virtualServer, servers, weights.keySet());
        List<ManagedServer> taught = servers.stream()
                .map(s -> s.taught(weights.get(s.spec().name())))
                .toList();
        publish(handle, taught, context);
    }

    /** Weights that grow are brought to the point they have reached by now. */
    void grow(VirtualServerHandle handle) {
        List<ManagedServer> servers = handle.current().servers();
        if (!servers.stream().allMatch(s -> s.ramp().done())) {
            publish(handle, servers, Conductor.BY_CONFIGURATION);
        }
    }

    /** The servers of a changed virtual server; those that came (back) begin to grow. */
    List<ManagedServer> ramped(Snapshot old, List<ManagedServer> servers, VirtualServerSpec spec) {
        return ServerTable.ramped(old.servers(), servers, spec.slowStart(), clock.instant());
    }

    private void change(
            String virtualServer, String server, ChangeContext context, UnaryOperator<ManagedServer> operation) {
        VirtualServerHandle handle = virtualServers.require(virtualServer);
        List<ManagedServer> servers = handle.current().servers();
        publish(handle, ServerTable.changed(virtualServer, servers, server, operation), context);
    }

    private void publish(VirtualServerHandle handle, List<ManagedServer> servers, ChangeContext context) {
        Snapshot old = handle.current();
        List<ManagedServer> grown = ramped(old, servers, old.spec());
        if (!grown.equals(old.servers())) {
            virtualServers.publish(handle, snapshots.changed(old, grown), context);
        }
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

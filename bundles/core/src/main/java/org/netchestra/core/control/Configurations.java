package org.netchestra.core.control;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.Severity;
import org.netchestra.api.event.Topics;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerSpec;

/**
 * Puts the configuration of a virtual server and all its pools in force, or nothing of it. Confined to the conductor's thread.
 */
final class Configurations {

    /** A virtual server or pool that is there, and what is to follow. */
    private record Change(VirtualServerHandle handle, Snapshot next) {}

    private final VirtualServers virtualServers;
    private final PolicyKeeper policies;
    private final ServerChanges servers;
    private final SnapshotMaker snapshots;
    private final Happenings happenings;
    private final Clock clock;

    Configurations(
            VirtualServers virtualServers,
            PolicyKeeper policies,
            ServerChanges servers,
            SnapshotMaker snapshots,
            Happenings happenings,
            Clock clock) {
        this.virtualServers = virtualServers;
        this.policies = policies;
        this.servers = servers;
        this.snapshots = snapshots;
        this.happenings = happenings;
        this.clock = clock;
    }

    /** See {@link Conductor#open}. */
    VirtualServerHandle open(VirtualServerSpec spec) throws InvalidConfigurationException {
        if (virtualServers.find(spec.name()) != null) {
            throw new InvalidConfigurationException(
                    List.of(ConfigurationProblem.of("name", spec.name(), "a name that no other virtual server has")));
        }
        List<VirtualServerHandle> pools = new ArrayList<>();
        for (VirtualServerSpec pool : spec.routing().pools()) {
            pools.add(openedPool(spec, pool));
        }
        VirtualServerHandle handle = opened(spec);
        handle.publish(handle.current().withPools(pools));
        pools.forEach(virtualServers::add);
        virtualServers.add(handle);
        return handle;
    }

    /** See {@link Conductor#reconfigure}. Pools go before the virtual server, so that its routes find them. */
    VirtualServerHandle reconfigure(VirtualServerHandle handle, VirtualServerSpec spec)
            throws InvalidConfigurationException {
        Snapshot old = handle.current();
        List<VirtualServerHandle> pools = new ArrayList<>();
        List<VirtualServerHandle> added = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (VirtualServerSpec pool : spec.routing().pools()) {
            VirtualServerHandle known = find(old.pools(), pool.name());
            if (known == null) {
                requirePolicy(spec, pool, old);
                known = openedPool(spec, pool);
                known.bound(handle.listen());
                added.add(known);
            } else {
                changes.add(new Change(known, nextOfPool(spec, pool, known)));
            }
            pools.add(known);
        }
        Snapshot next = next(old, spec).withPools(pools);
        handle.configurationProblem(null);
        added.forEach(virtualServers::add);
        changes.forEach(c -> virtualServers.publish(c.handle(), c.next(), Conductor.BY_CONFIGURATION));
        virtualServers.publish(handle, next, Conductor.BY_CONFIGURATION);
        old.pools().stream().filter(pool -> !pools.contains(pool)).forEach(virtualServers::remove);
        happenings.virtualServer(
                Topics.CONFIGURATION_APPLIED,
                Severity.INFO,
                handle.name(),
                "virtual server " + handle.name() + ": new configuration in force, revision " + next.revision());
        return handle;
    }

    private VirtualServerHandle opened(VirtualServerSpec spec) throws InvalidConfigurationException {
        List<ManagedServer> configured = ServerTable.configured(List.of(), spec.servers(), clock);
        return new VirtualServerHandle(spec.name(), policies.watched(null, snapshots.first(spec, configured)));
    }

    private Snapshot next(Snapshot old, VirtualServerSpec spec) throws InvalidConfigurationException {
        PolicyUse use = policies.require(spec.policy(), old);
        List<ManagedServer> configured = ServerTable.configured(old.servers(), spec.servers(), clock);
        return policies.watched(
                old.policy(), snapshots.reconfigured(old, spec, servers.ramped(old, configured, spec), use));
    }

    private VirtualServerHandle openedPool(VirtualServerSpec owner, VirtualServerSpec pool)
            throws InvalidConfigurationException {
        try {
            return opened(pool);
        } catch (InvalidConfigurationException problem) {
            throw ofPool(owner, pool, problem);
        }
    }

    private Snapshot nextOfPool(VirtualServerSpec owner, VirtualServerSpec pool, VirtualServerHandle known)
            throws InvalidConfigurationException {
        try {
            return next(known.current(), pool);
        } catch (InvalidConfigurationException problem) {
            throw ofPool(owner, pool, problem);
        }
    }

    private void requirePolicy(VirtualServerSpec owner, VirtualServerSpec pool, Snapshot old)
            throws InvalidConfigurationException {
        try {
            policies.require(pool.policy(), old);
        } catch (InvalidConfigurationException problem) {
            throw ofPool(owner, pool, problem);
        }
    }

    /** The same problems under the keys that the file has. */
    private static InvalidConfigurationException ofPool(
            VirtualServerSpec owner, VirtualServerSpec pool, InvalidConfigurationException problem) {
        String prefix = "pool." + pool.name().substring(owner.name().length() + 1) + ".";
        return new InvalidConfigurationException(problem.problems().stream()
                .map(p -> owner.written().containsKey(prefix + p.key())
                        ? ConfigurationProblem.of(prefix + p.key(), p.value(), p.expected())
                        : p)
                .toList());
    }

    private static @Nullable VirtualServerHandle find(List<VirtualServerHandle> pools, String name) {
        for (VirtualServerHandle pool : pools) {
            if (pool.name().equals(name)) {
                return pool;
            }
        }
        return null;
    }
}

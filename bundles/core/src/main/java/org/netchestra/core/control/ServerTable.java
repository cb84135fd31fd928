package org.netchestra.core.control;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.core.config.ServerSpec;
import org.netchestra.core.config.SlowStart;

/** Changes lists of managed servers. Pure: every method answers a new list. */
final class ServerTable {

    private ServerTable() {}

    /**
     * The servers of a new configuration. One that keeps its name and address keeps its counters and states; one whose
     * address changed is another server.
     */
    static List<ManagedServer> configured(List<ManagedServer> old, List<ServerSpec> specs, Clock clock) {
        List<ManagedServer> servers = new ArrayList<>();
        for (ServerSpec spec : specs) {
            ManagedServer known = find(old, spec.name());
            boolean same = known != null && known.spec().address().equals(spec.address());
            servers.add(known != null && same ? known.configured(spec) : added(spec, clock));
        }
        return servers;
    }

    private static ManagedServer added(ServerSpec spec, Clock clock) {
        return ManagedServer.added(
                spec,
                new StateChange<>(AdminState.READY, clock.instant(), "configuration", "configured"),
                new StateChange<>(OperationalState.UNCHECKED, clock.instant(), "configuration", "not checked yet"));
    }

    /** The servers of {@code old} whose live server is not in {@code now}. */
    static List<ManagedServer> gone(List<ManagedServer> old, List<ManagedServer> now) {
        return old.stream()
                .filter(o -> now.stream().noneMatch(n -> n.live() == o.live()))
                .toList();
    }

    static List<ManagedServer> changed(
            String virtualServer, List<ManagedServer> servers, String name, UnaryOperator<ManagedServer> change) {
        requireAll(virtualServer, servers, Set.of(name));
        return servers.stream()
                .map(s -> s.spec().name().equals(name) ? change.apply(s) : s)
                .toList();
    }

    static void requireAll(String virtualServer, List<ManagedServer> servers, Set<String> names) {
        List<String> known = servers.stream().map(s -> s.spec().name()).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UnknownNameException("real server of " + virtualServer, name, known);
            }
        }
    }

    static @Nullable ManagedServer find(List<ManagedServer> servers, String name) {
        for (ManagedServer server : servers) {
            if (server.spec().name().equals(name)) {
                return server;
            }
        }
        return null;
    }

    /** The servers whose weights grow, at the point they have reached; those that came (back) since {@code old} begin. */
    static List<ManagedServer> ramped(
            List<ManagedServer> old, List<ManagedServer> now, SlowStart slowStart, Instant time) {
        return now.stream()
                .map(s -> ramped(find(old, s.spec().name()), s, slowStart, time))
                .toList();
    }

    private static ManagedServer ramped(
            @Nullable ManagedServer before, ManagedServer server, SlowStart slowStart, Instant time) {
        boolean came = server.takesWork() && (before == null || before.live() != server.live() || !before.takesWork());
        Ramp ramp = came ? Ramp.starting(slowStart, time) : server.ramp().at(slowStart, time);
        return ramp.equals(server.ramp()) ? server : server.ramping(ramp);
    }

    /** The pool of these servers. While a weight grows, units are hundredths, so that a weight of 1 can grow too. */
    static ServerPool pool(List<ManagedServer> servers, long generation) {
        int scale = servers.stream().allMatch(s -> s.ramp().done()) ? 1 : Ramp.FULL_PERCENT;
        return ServerPool.of(servers.stream().map(s -> s.member(scale)).toList(), generation, scale);
    }
}

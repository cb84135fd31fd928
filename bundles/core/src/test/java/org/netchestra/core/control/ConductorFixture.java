package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.event.EventHub;
import org.netchestra.core.pool.LiveServer;

/** A conductor that does everything at once, with time in the test's hand. */
abstract class ConductorFixture {

    static final ChangeContext ALICE = new ChangeContext("alice", "test", "maintenance window");
    static final BalancingPolicy FIRST = (pool, options) -> {
        options.integer("depth", 1, 1, 9);
        return request -> pool.members().stream()
                .filter(m -> m.usable() && !request.excludes(m.server()))
                .findFirst()
                .map(m -> m.server())
                .orElse(null);
    };
    static final BalancingPolicy LAST = (pool, options) -> request -> pool.members().stream()
            .filter(m -> m.usable())
            .reduce((a, b) -> b)
            .map(m -> m.server())
            .orElse(null);

    final EventHub events = new EventHub(Runnable::run, failure -> {
        throw failure;
    });
    long nanos;
    final MovableClock clock = new MovableClock();
    final Conductor conductor = new Conductor(Runnable::run, events, clock, () -> nanos);

    static NamedPolicy policy(String name, BalancingPolicy policy) {
        return new NamedPolicy(name, policy, "test", 0);
    }

    static VirtualServerSpec spec(String policy, String servers) throws InvalidConfigurationException {
        return spec(policy, servers, Map.of());
    }

    static VirtualServerSpec spec(String policy, String servers, Map<String, String> more)
            throws InvalidConfigurationException {
        Map<String, String> values =
                new HashMap<>(Map.of("listen", "127.0.0.1:0", "policy", policy, "servers", servers));
        values.putAll(more);
        return VirtualServerReader.read("shop", values, null);
    }

    static String pick(VirtualServerHandle handle) {
        LiveServer picked = handle.current().pick(request(null));
        return picked == null ? null : picked.name();
    }

    List<Integer> weights(VirtualServerHandle handle) {
        return handle.current().pool().members().stream().map(m -> m.weight()).toList();
    }

    List<String> topics() {
        return new ArrayList<>(
                events.recent(1000).stream().map(ClusterEvent::topic).toList());
    }

    static PickRequest request(RealServer excluded) {
        return new PickRequest() {
            @Override
            public boolean excludes(RealServer server) {
                return server == excluded;
            }

            @Override
            public int attempt() {
                return excluded == null ? 1 : 2;
            }

            @Override
            public long nowNanos() {
                return 0;
            }

            @Override
            public boolean readKey(KeySource source, RequestKey into) {
                into.clear();
                return false;
            }
        };
    }
}

package org.netchestra.core.control;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.DispatcherStatus;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.ServerSpec;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.event.EventHub;

/** A real control plane without a data plane, for tests of what stands on it. */
public final class TestCluster extends ConductorControl implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final ExecutorService conducting;
    private final ExecutorService telling;
    private final Map<String, VirtualServerHandle> handles = new HashMap<>();

    public final EventHub events;
    public final Conductor conductor;

    public TestCluster() {
        this(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
    }

    private TestCluster(ExecutorService conducting, ExecutorService telling) {
        this(conducting, telling, new EventHub(telling, failure -> {
            throw failure;
        }));
    }

    private TestCluster(ExecutorService conducting, ExecutorService telling, EventHub events) {
        this(
                conducting,
                telling,
                events,
                new Conductor(conducting, events, Clock.fixed(NOW, ZoneOffset.UTC), () -> 0L));
    }

    private TestCluster(ExecutorService conducting, ExecutorService telling, EventHub events, Conductor conductor) {
        super(conductor);
        this.conducting = conducting;
        this.telling = telling;
        this.events = events;
        this.conductor = conductor;
        conductor.policyAdded(new NamedPolicy(
                "rr", (pool, options) -> request -> pool.member(0).server(), "org.netchestra.test/1.0.0", 0));
    }

    /** A virtual server with the servers of a configuration text. */
    public VirtualServerHandle open(String name, String servers) throws InvalidConfigurationException {
        return open(spec(name, servers));
    }

    /** A virtual server with names that the configuration would not allow. */
    public VirtualServerHandle openOdd(String name, String server) throws InvalidConfigurationException {
        VirtualServerSpec sane = spec("sane", "s1=127.0.0.1:9001");
        ServerSpec odd = new ServerSpec(server, new ServerAddress("127.0.0.1", 9001), 1, 0);
        return open(new VirtualServerSpec(
                name,
                sane.listen(),
                sane.protocol(),
                sane.path(),
                sane.policy(),
                List.of(odd),
                sane.affinity(),
                sane.slowStart(),
                sane.explainPercent(),
                sane.timeouts(),
                sane.limits(),
                sane.connection(),
                sane.serverHttp(),
                sane.sourceLimits(),
                sane.forwarding(),
                sane.controller(),
                sane.routing(),
                sane.failSafe(),
                sane.written()));
    }

    private VirtualServerHandle open(VirtualServerSpec spec) throws InvalidConfigurationException {
        VirtualServerHandle handle = conductor.open(spec);
        handles.put(spec.name(), handle);
        conductor.listening(handle, new ServerAddress("127.0.0.1", 8080));
        return handle;
    }

    public void reconfigure(String name, String servers) throws InvalidConfigurationException {
        conductor.reconfigure(handles.get(name), spec(name, servers));
    }

    public void close(String name) {
        conductor.close(handles.remove(name));
    }

    private static VirtualServerSpec spec(String name, String servers) throws InvalidConfigurationException {
        Map<String, String> keys = Map.of("listen", "127.0.0.1:0", "servers", servers, "explain-percent", "100");
        return VirtualServerReader.read(name, keys, null);
    }

    @Override
    public DispatcherStatus dispatcher() {
        return new DispatcherStatus("0.1.0", "nio", 2, NOW, 7, 4711, conductor.traffic());
    }

    @Override
    public void activatePolicy(String name, ChangeContext context) {
        conductor.activatePolicy(name, context);
    }

    @Override
    public void close() {
        conducting.shutdown();
        telling.shutdown();
    }
}

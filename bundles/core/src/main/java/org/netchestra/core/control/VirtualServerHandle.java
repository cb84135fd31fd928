package org.netchestra.core.control;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.core.pool.NamedCounters;
import org.netchestra.core.pool.TrafficCounters;
import org.netchestra.core.pool.WaitingRoom;

/**
 * A virtual server as the data plane holds it: the current snapshot, and the counters the data plane writes. Thread-safe.
 */
public final class VirtualServerHandle {

    private final String name;
    private final TrafficCounters traffic = new TrafficCounters();
    private final AtomicInteger connections = new AtomicInteger();
    private final WaitingRoom waiting = new WaitingRoom();
    private final NamedCounters refusals = new NamedCounters();
    private volatile Snapshot current;
    private volatile @Nullable ServerAddress boundAddress;
    private volatile @Nullable VirtualServerState ended;
    private volatile @Nullable String configurationProblem;
    private volatile @Nullable String splice;

    VirtualServerHandle(String name, Snapshot first) {
        this.name = name;
        this.current = first;
    }

    public String name() {
        return name;
    }

    /** Whether it is a named pool of a virtual server, which has its own servers and policy but no listener. */
    public boolean isPool() {
        return name.indexOf('/') >= 0;
    }

    /** The snapshot for a new exchange: one volatile read. */
    public Snapshot current() {
        return current;
    }

    public TrafficCounters traffic() {
        return traffic;
    }

    /** Open client connections; the data plane counts them. */
    public AtomicInteger connections() {
        return connections;
    }

    /** Exchanges that wait until a server may have one more. */
    public WaitingRoom waiting() {
        return waiting;
    }

    /** Requests that were not passed on, by the reason; the data plane counts them. */
    public NamedCounters refusals() {
        return refusals;
    }

    /**
     * Tells whether bytes in bulk stay in the kernel; the data plane knows.
     *
     * @param state {@code on}, or {@code off} and why
     */
    public void splice(String state) {
        splice = state;
    }

    @Nullable
    String splice() {
        return splice;
    }

    void publish(Snapshot snapshot) {
        current = snapshot;
        waiting.callAll();
    }

    /** The address it listens on; the configured one until it is bound. */
    ServerAddress listen() {
        ServerAddress bound = boundAddress;
        return bound != null ? bound : current.spec().listen();
    }

    void bound(@Nullable ServerAddress address) {
        boundAddress = address;
    }

    void ended(@Nullable VirtualServerState state) {
        ended = state;
    }

    void configurationProblem(@Nullable String problem) {
        configurationProblem = problem;
    }

    @Nullable
    String configurationProblem() {
        return configurationProblem;
    }

    VirtualServerState state() {
        VirtualServerState end = ended;
        if (end != null) {
            return end;
        }
        Snapshot snapshot = current;
        if (snapshot.policy() == null) {
            return VirtualServerState.WAITING_FOR_POLICY;
        }
        boolean working = snapshot.servers().stream().anyMatch(ManagedServer::takesWork);
        return working ? VirtualServerState.RUNNING : VirtualServerState.NO_SERVER;
    }
}

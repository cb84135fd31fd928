package org.netchestra.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.controller.Autopilot;
import org.netchestra.core.config.ConfigurationText;
import org.netchestra.core.config.ControllerSpec;

/** The weight controller of the product at work in virtual time. Not thread-safe. */
public final class SimulatedController {

    /** The weights from a moment on, in points. */
    public record Row(long atNanos, Map<String, Integer> weights) {}

    private final ControllerSpec spec;
    private final String policy;
    private final List<String> record = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private @Nullable Autopilot autopilot;
    private long probeNanos;

    /**
     * @param keys as a virtual server's configuration has them: {@code controller = pi}
     * @param policy the policy's name, which decides how boldly it moves
     */
    public SimulatedController(Map<String, String> keys, String policy) {
        spec = ControllerSpec.read(new ConfigurationText(keys));
        this.policy = policy;
    }

    /** What a probe costs a server of speed 1; without it the controller sends none, whatever its keys say. */
    public SimulatedController probing(long workNanos) {
        probeNanos = workNanos;
        return this;
    }

    long periodNanos() {
        return spec.period().toNanos();
    }

    void start(Collection<Node> nodes, Collection<Node> members) {
        Autopilot started = new Autopilot(spec, policy, status(nodes, members), 0);
        record.addAll(started.header());
        started.tick(status(nodes, members), 0, 0);
        rows.add(new Row(0, started.weights()));
        autopilot = started;
    }

    void answered(String server, long responseNanos, long nowNanos) {
        if (autopilot != null) {
            autopilot.answered(server, responseNanos, nowNanos);
        }
    }

    /** Ends a period; the weights to set, or an empty map when they stay. */
    Map<String, Integer> tick(Collection<Node> nodes, Collection<Node> members, long nowNanos) {
        Autopilot ours = Objects.requireNonNull(autopilot, "started");
        Autopilot.Period period = ours.tick(status(nodes, members), nowNanos / 1_000_000, nowNanos);
        if (period == null) {
            return Map.of();
        }
        if (spec.probe() != null && probeNanos > 0) {
            // Who is not heard of has nothing in flight: the probe is alone there, and back within the next period.
            nodes.stream()
                    .filter(node -> period.unheard().contains(node.model().name()))
                    .forEach(node -> ours.probed(node.model().name(), node.aloneNanos(probeNanos)));
        }
        record.addAll(period.lines());
        rows.add(new Row(nowNanos, period.weights()));
        return period.moved() ? period.weights() : Map.of();
    }

    /** What it saw and moved, as the appliance writes it. */
    public List<String> record() {
        return List.copyOf(record);
    }

    /** The weights after each period. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    private static List<ServerStatus> status(Collection<Node> nodes, Collection<Node> members) {
        return nodes.stream().map(node -> status(node, members.contains(node))).toList();
    }

    private static ServerStatus status(Node node, boolean up) {
        return new ServerStatus(
                node.model().name(),
                node.live().address(),
                node.model().weight(),
                node.weight(),
                100,
                since(AdminState.READY),
                since(OperationalState.UP),
                up ? EffectiveState.UP : EffectiveState.DOWN,
                0,
                node.live().responseTimeNanos(),
                node.live().traffic().statistics());
    }

    private static <S extends Enum<S>> StateChange<S> since(S state) {
        return new StateChange<>(state, Instant.EPOCH, "simulation", "the trace's start");
    }
}

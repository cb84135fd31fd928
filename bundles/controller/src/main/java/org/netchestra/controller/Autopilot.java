package org.netchestra.controller;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.core.config.ControllerSpec;

/**
 * The controller of one virtual server at work: gathers what its servers show, and moves the weights when a period is over.
 *
 * <p>{@link #answered} and the reads are thread-safe; {@link #tick} belongs to one thread.
 */
public final class Autopilot {

    private static final int KEPT = 512;
    /** Policies that look at the requests in flight, beside which the controller may move faster. */
    private static final Set<String> IN_FLIGHT_AWARE =
            Set.of("lc", "wlc", "sed", "nq", "twos", "p2c", "least-time", "peak-ewma");

    private final Map<String, ServerWatch> watches = new ConcurrentHashMap<>();
    private final Deque<WeightChange> changes = new ArrayDeque<>();
    private final ControllerSpec spec;
    private final long periodNanos;
    private volatile WeightController controller;
    private Map<String, Integer> configured;
    private long nextNanos;

    /**
     * What a period's end brought.
     *
     * @param lines for the record
     * @param weights to set
     * @param moved whether they are others than before
     * @param unheard servers that take work, got too little to be judged, and owe no answer: a probe would tell
     */
    public record Period(List<String> lines, Map<String, Integer> weights, boolean moved, List<String> unheard) {}

    /** @param policy the policy's name, perhaps with options: it decides how boldly weights may move */
    public Autopilot(ControllerSpec spec, String policy, List<ServerStatus> servers, long nowNanos) {
        this.spec = spec;
        this.periodNanos = spec.period().toNanos();
        this.nextNanos = nowNanos + periodNanos;
        this.configured = configured(servers);
        this.controller = new WeightController(settings(spec, policy), configured);
    }

    public ControllerSpec spec() {
        return spec;
    }

    /** Whether the response time is that of the whole reply. */
    public boolean measuresTotal() {
        return spec.signal() == ControllerSpec.Signal.TOTAL;
    }

    /** A server answered. */
    public void answered(String server, long responseNanos, long nowNanos) {
        ServerWatch watch = watches.get(server);
        if (watch != null) {
            watch.answered(responseNanos, nowNanos);
        }
    }

    /** A probe of a server was answered; it counts in the period that is running. */
    public void probed(String server, long responseNanos) {
        ServerWatch watch = watches.get(server);
        if (watch != null) {
            watch.probed(responseNanos);
        }
    }

    /** The lines that begin the record. */
    public List<String> header() {
        return WeightRecord.header(controller.settings(), configured);
    }

    /** Whether a period is over. */
    public boolean isDue(long nowNanos) {
        return nowNanos - nextNanos >= 0;
    }

    /** Ends a period when it is time; null when it is not. */
    public @Nullable Period tick(List<ServerStatus> servers, long timeMillis, long nowNanos) {
        servers.forEach(s -> watch(s.name(), nowNanos));
        if (!isDue(nowNanos)) {
            return null;
        }
        nextNanos = Math.max(nextNanos + periodNanos, nowNanos);
        List<String> lines = new ArrayList<>();
        follow(servers, lines);
        List<Reading> readings = new ArrayList<>();
        for (ServerStatus server : servers) {
            readings.add(watch(server.name(), nowNanos).read(server, nowNanos));
        }
        Map<String, Integer> before = controller.weights();
        List<WeightChange> moved = controller.tick(timeMillis, readings);
        Map<String, Integer> after = controller.weights();
        lines.addAll(WeightRecord.period(timeMillis, readings, before, after, moved));
        keep(moved);
        return new Period(lines, after, !before.equals(after), unheard(readings));
    }

    private List<String> unheard(List<Reading> readings) {
        return readings.stream()
                .filter(r -> r.state() == Reading.State.ACTIVE && r.samples() < spec.minSamples() && r.inFlight() == 0)
                .map(Reading::server)
                .toList();
    }

    private ServerWatch watch(String server, long nowNanos) {
        return watches.computeIfAbsent(server, name -> new ServerWatch(nowNanos));
    }

    private void follow(List<ServerStatus> servers, List<String> lines) {
        Map<String, Integer> now = configured(servers);
        if (!now.equals(configured)) {
            configured = now;
            controller.reconfigure(now);
            watches.keySet().retainAll(now.keySet());
            lines.add(WeightRecord.servers(now));
        }
    }

    private void keep(List<WeightChange> moved) {
        synchronized (changes) {
            for (WeightChange change : moved) {
                changes.addLast(change);
                if (changes.size() > KEPT) {
                    changes.removeFirst();
                }
            }
        }
    }

    /** The latest changes, oldest first. */
    public List<WeightChange> recent() {
        synchronized (changes) {
            return List.copyOf(changes);
        }
    }

    /** The weights in force, in points. */
    public Map<String, Integer> weights() {
        return controller.weights();
    }

    private static ControllerSettings settings(ControllerSpec spec, String policy) {
        ControllerSettings.Kind kind =
                ControllerSettings.Kind.valueOf(spec.rule().name());
        return new ControllerSettings(
                kind,
                spec.period(),
                spec.floor(),
                spec.minSamples(),
                spec.deadBandPercent() / 100.0,
                IN_FLIGHT_AWARE.contains(policy.split(" ", 2)[0]));
    }

    private static Map<String, Integer> configured(List<ServerStatus> servers) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        servers.forEach(s -> weights.put(s.name(), s.configuredWeight()));
        return weights;
    }
}

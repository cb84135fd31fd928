package org.netchestra.api.cluster;

import java.util.Map;
import java.util.Objects;

/**
 * One server as a pool snapshot sees it. Immutable, but {@link #usable()} also asks the live server.
 *
 * @param server the live server
 * @param weight effective weight in this snapshot, in units of {@link ServerPool#weightScale()}; 0 means no new work
 * @param placementWeight the last positive weight, or the configured one: what hash tables place the server by, so that
 *     draining one server moves no other server's keys; at least 0
 * @param up whether health and administration allow new work
 * @param priority the group it belongs to: 0 works first, larger ones are spares
 * @param labels what the configuration calls it, such as {@code zone} and {@code eu}
 */
public record PoolMember(
        RealServer server, int weight, int placementWeight, boolean up, int priority, Map<String, String> labels) {

    /** The largest weight, as of the LVS schedulers. */
    public static final int MAX_WEIGHT = 65535;

    /** The last priority. */
    public static final int MAX_PRIORITY = 127;

    public PoolMember {
        Objects.requireNonNull(server, "server");
        labels = Map.copyOf(labels);
        if (weight < 0 || placementWeight < 0) {
            throw new IllegalArgumentException(
                    "weight: " + weight + ", placementWeight: " + placementWeight + " (expected: >= 0)");
        }
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: 0.." + MAX_PRIORITY + ")");
        }
    }

    /** A member of the first priority, without labels. */
    public PoolMember(RealServer server, int weight, int placementWeight, boolean up) {
        this(server, weight, placementWeight, up, 0, Map.of());
    }

    /** A member that is up and placed by its weight. */
    public static PoolMember of(RealServer server, int weight) {
        return new PoolMember(server, weight, weight, true);
    }

    /** Whether this member may get a new exchange at this instant. */
    public boolean usable() {
        return up && weight > 0 && !server.saturated();
    }
}

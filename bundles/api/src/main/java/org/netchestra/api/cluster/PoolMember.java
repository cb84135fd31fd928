package org.netchestra.api.cluster;

import java.util.Objects;

/**
 * One server as a pool snapshot sees it. Immutable, but {@link #usable()} also asks the live server.
 *
 * @param server the live server
 * @param weight effective weight in this snapshot, in units of {@link ServerPool#weightScale()}; 0 means no new work
 * @param placementWeight the last positive weight, or the configured one: what hash tables place the server by, so that
 *     draining one server moves no other server's keys; at least 0
 * @param up whether health and administration allow new work
 */
public record PoolMember(RealServer server, int weight, int placementWeight, boolean up) {

    /** The largest weight, as of the LVS schedulers. */
    public static final int MAX_WEIGHT = 65535;

    public PoolMember {
        Objects.requireNonNull(server, "server");
        if (weight < 0 || placementWeight < 0) {
            throw new IllegalArgumentException(
                    "weight: " + weight + ", placementWeight: " + placementWeight + " (expected: >= 0)");
        }
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

package org.netchestra.core.config;

import java.util.Map;
import org.netchestra.api.cluster.ServerAddress;

/**
 * A real server as configured: {@code s1=127.0.0.1:9001 weight=2 max-in-flight=100 priority=1 label.zone=eu}.
 *
 * @param name unique within the virtual server
 * @param weight 0..65535; 0 means no new work
 * @param maxInFlight concurrent exchanges at most; 0 for no limit
 * @param priority the group it belongs to; 0 works first
 * @param labels names and values for policies that choose by them
 */
public record ServerSpec(
        String name, ServerAddress address, int weight, int maxInFlight, int priority, Map<String, String> labels) {

    public ServerSpec {
        labels = Map.copyOf(labels);
    }

    /** A server of the first priority, without labels. */
    public ServerSpec(String name, ServerAddress address, int weight, int maxInFlight) {
        this(name, address, weight, maxInFlight, 0, Map.of());
    }
}

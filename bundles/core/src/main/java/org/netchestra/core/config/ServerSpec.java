package org.netchestra.core.config;

import org.netchestra.api.cluster.ServerAddress;

/**
 * A real server as configured: {@code s1=127.0.0.1:9001 weight=2 max-in-flight=100}.
 *
 * @param name unique within the virtual server
 * @param weight 0..65535; 0 means no new work
 * @param maxInFlight concurrent exchanges at most; 0 for no limit
 */
public record ServerSpec(String name, ServerAddress address, int weight, int maxInFlight) {}

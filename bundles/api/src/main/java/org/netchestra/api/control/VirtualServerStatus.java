package org.netchestra.api.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;

/**
 * A virtual server as it is now.
 *
 * @param name its name: the part of the configuration file's name behind {@code virtualserver-}
 * @param state whether it does its work
 * @param listen the address clients connect to; with the real port where the configuration says 0
 * @param protocol {@code http} or {@code tcp}
 * @param splice whether bytes in bulk that nobody here reads stay in the kernel, {@code on}, or {@code off} and why; null until it is known
 * @param policy the policy in force, with its options, as the configuration writes it
 * @param policyGeneration grows with every picker that was published
 * @param policyNote what an operator should know of the policy (orphaned, replaced by the built-in rotation), or null
 * @param configurationProblem why the newest configuration was refused, or null when it is in force
 * @param revision grows with every configuration and every command that took effect
 * @param connections open client connections
 * @param configuration the configuration in force, key by key
 * @param servers its real servers in configuration order
 * @param traffic its counters
 * @param queued requests that wait until a server may have one more
 * @param refusals requests and connections that were not passed on, by the reason: {@code rate-limited}, {@code queue-full},
 *     {@code head-too-large} and so on
 */
public record VirtualServerStatus(
        String name,
        VirtualServerState state,
        ServerAddress listen,
        String protocol,
        @Nullable String splice,
        String policy,
        long policyGeneration,
        @Nullable String policyNote,
        @Nullable String configurationProblem,
        long revision,
        int connections,
        Map<String, String> configuration,
        List<ServerStatus> servers,
        TrafficStatistics traffic,
        int queued,
        Map<String, Long> refusals) {}

package org.netchestra.core.config;

import org.jspecify.annotations.Nullable;

/**
 * What one source may do: an IPv4 address, or the 64-bit network of an IPv6 address.
 *
 * @param connections client connections at a time; 0 for no limit ({@code max-connections-per-source})
 * @param rate requests over time; null for no limit ({@code rate-limit})
 */
public record SourceLimits(int connections, @Nullable RateLimit rate) {

    static SourceLimits read(ConfigurationText text) {
        return new SourceLimits(
                text.integer("max-connections-per-source", 0, 0, 1_000_000), RateLimit.read(text, "rate-limit"));
    }
}

package org.netchestra.core.config;

import java.time.Duration;

/**
 * What a virtual server accepts at most.
 *
 * @param headBytes bytes of a message head ({@code max-head-bytes})
 * @param headers header fields of a message ({@code max-headers})
 * @param targetBytes bytes of a request target ({@code max-target-bytes})
 * @param bodyBytes bytes of a request body; 0 for no limit ({@code max-body-bytes})
 * @param connections client connections; 0 for no limit ({@code max-connections})
 * @param attempts servers tried for one request ({@code max-attempts})
 * @param upstreamIdle unused connections kept to one real server by one event loop ({@code max-upstream-idle})
 * @param queue requests that wait while all servers have as many as they may ({@code max-queue})
 * @param bodyRate bytes a second that a client must send its request body with, on average; 0 for no limit
 *     ({@code min-body-rate})
 * @param bodyGrace until that counts, from the body's first byte ({@code min-body-grace})
 */
public record Limits(
        int headBytes,
        int headers,
        int targetBytes,
        long bodyBytes,
        int connections,
        int attempts,
        int upstreamIdle,
        int queue,
        int bodyRate,
        Duration bodyGrace) {

    static Limits read(ConfigurationText text) {
        return new Limits(
                (int) text.size("max-head-bytes", 16 << 10, 1 << 10, 1 << 20),
                text.integer("max-headers", 100, 1, 10_000),
                (int) text.size("max-target-bytes", 8 << 10, 64, 1 << 20),
                text.size("max-body-bytes", 0, 0, 1L << 50),
                text.integer("max-connections", 0, 0, 10_000_000),
                text.integer("max-attempts", 3, 1, 100),
                text.integer("max-upstream-idle", 256, 0, 100_000),
                text.integer("max-queue", 1000, 0, 1_000_000),
                (int) text.size("min-body-rate", 500, 0, 1 << 30),
                text.duration("min-body-grace", Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1)));
    }
}

package org.netchestra.core.config;

import java.time.Duration;

/**
 * How long a virtual server waits for what.
 *
 * @param handshake for what comes before the first request: PROXY protocol header, TLS handshake ({@code timeout-handshake})
 * @param requestHead for a whole request head, from its first byte ({@code timeout-request-head})
 * @param idle for the next request on a client connection ({@code timeout-idle})
 * @param connect for a connection to a real server ({@code timeout-connect})
 * @param response for the first byte of a reply ({@code timeout-response})
 * @param data for progress in either direction while a body is on its way ({@code timeout-data})
 * @param tunnel for the next byte in either direction of a tunnel: protocol tcp, and WebSocket ({@code timeout-tunnel})
 * @param upstreamIdle how long an unused connection to a real server is kept ({@code timeout-upstream-idle})
 * @param queue for a server that may have one more exchange ({@code timeout-queue})
 * @param exchange for a whole exchange, from the first byte of its request; zero for no limit ({@code timeout-exchange})
 * @param drain for exchanges in flight when the virtual server stops ({@code timeout-drain})
 */
public record Timeouts(
        Duration handshake,
        Duration requestHead,
        Duration idle,
        Duration connect,
        Duration response,
        Duration data,
        Duration tunnel,
        Duration upstreamIdle,
        Duration queue,
        Duration exchange,
        Duration drain) {

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofHours(24);

    static Timeouts read(ConfigurationText text) {
        return new Timeouts(
                read(text, "timeout-handshake", 10),
                read(text, "timeout-request-head", 10),
                read(text, "timeout-idle", 60),
                read(text, "timeout-connect", 3),
                read(text, "timeout-response", 60),
                read(text, "timeout-data", 60),
                read(text, "timeout-tunnel", 3600),
                read(text, "timeout-upstream-idle", 30),
                read(text, "timeout-queue", 5),
                text.duration("timeout-exchange", Duration.ZERO, Duration.ZERO, LONGEST),
                read(text, "timeout-drain", 30));
    }

    private static Duration read(ConfigurationText text, String key, int defaultSeconds) {
        return text.duration(key, Duration.ofSeconds(defaultSeconds), SHORTEST, LONGEST);
    }
}

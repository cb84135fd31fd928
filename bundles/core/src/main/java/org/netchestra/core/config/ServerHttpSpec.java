package org.netchestra.core.config;

import java.util.List;

/**
 * HTTP towards real servers.
 *
 * @param protocol what is spoken ({@code server-protocol})
 * @param maxStreams requests of one HTTP/2 connection at a time, if the server allows as many ({@code server-http2-max-streams})
 */
public record ServerHttpSpec(ServerProtocol protocol, int maxStreams) {

    private static final String STREAMS = "server-http2-max-streams";

    static ServerHttpSpec read(ConfigurationText text, Protocol clients) {
        ServerHttpSpec spec = new ServerHttpSpec(
                text.choice("server-protocol", ServerProtocol.class), text.integer(STREAMS, 100, 1, 10_000));
        if (spec.protocol == ServerProtocol.HTTP1) {
            text.requireTogether("server-protocol", "h2, or no %s", List.of(STREAMS));
        } else if (clients == Protocol.TCP) {
            text.problem("server-protocol", "h2", "http1, or protocol = http: bytes are relayed as they are");
        }
        return spec;
    }

    /** Whether servers are spoken to in HTTP/2. */
    public boolean isHttp2() {
        return protocol == ServerProtocol.H2;
    }
}

package org.netchestra.core.config;

/**
 * HTTP/2 towards clients.
 *
 * @param overTls whether it is offered in TLS handshakes ({@code http2})
 * @param clearText whether clients may begin with it on connections without TLS, by prior knowledge ({@code h2c})
 * @param maxStreams requests of one connection at a time ({@code http2-max-streams})
 */
public record Http2Spec(boolean overTls, boolean clearText, int maxStreams) {

    static Http2Spec read(ConfigurationText text) {
        return new Http2Spec(
                text.flag("http2", true), text.flag("h2c", false), text.integer("http2-max-streams", 100, 1, 10_000));
    }
}

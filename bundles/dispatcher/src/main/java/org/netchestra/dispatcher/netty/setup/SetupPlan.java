package org.netchestra.dispatcher.netty.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.Protocol;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.core.config.ServerProtocol;
import org.netchestra.core.config.ServerTlsSpec;
import org.netchestra.core.config.TlsSpec;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.certificate.CertificateProblem;

/**
 * What the connections of a virtual server are set up with, files included. Immutable.
 *
 * @param tls TLS towards clients, or null
 * @param http1 how connections to servers are set up that speak HTTP/1.1, or whose bytes are relayed
 * @param http2 how those are that speak HTTP/2; the same as {@code http1} when nobody needs them
 */
public record SetupPlan(@Nullable DownstreamTls tls, UpstreamSetup http1, UpstreamSetup http2) {

    /** How connections to servers are set up that speak a protocol. */
    public UpstreamSetup upstream(ServerProtocol protocol) {
        return protocol == ServerProtocol.H2 ? http2 : http1;
    }

    /**
     * Reads the files that a configuration names; it blocks.
     *
     * @throws InvalidConfigurationException when one cannot be used
     */
    public static SetupPlan load(VirtualServerSpec configured) throws InvalidConfigurationException {
        ConnectionSpec spec = configured.connection();
        boolean http2 = configured.protocol() == Protocol.HTTP && spec.http2().overTls();
        TlsSpec tls = spec.tls();
        DownstreamTls downstream = tls == null ? null : read("tls-certificates", () -> DownstreamTls.load(tls, http2));
        UpstreamSetup http1 = upstream(spec, ServerProtocol.HTTP1);
        UpstreamSetup http2Setup = speaksHttp2ToServers(configured) ? upstream(spec, ServerProtocol.H2) : http1;
        return new SetupPlan(downstream, http1, http2Setup);
    }

    private static boolean speaksHttp2ToServers(VirtualServerSpec spec) {
        return spec.serverHttp().isHttp2()
                || spec.routing().pools().stream()
                        .anyMatch(pool -> pool.serverHttp().isHttp2());
    }

    private static UpstreamSetup upstream(ConnectionSpec spec, ServerProtocol protocol)
            throws InvalidConfigurationException {
        ServerTlsSpec tls = spec.serverTls();
        boolean http2 = protocol == ServerProtocol.H2;
        ServerTls server = tls == null ? null : read("server-tls", () -> ServerTls.load(tls, http2));
        boolean plain = server == null && spec.sendProxy() == ProxyProtocol.OFF && !http2;
        return plain ? UpstreamSetup.PLAIN : new UpstreamSetup(spec.sendProxy(), server, protocol);
    }

    private interface Reading<T> {
        T read() throws CertificateProblem;
    }

    private static <T> T read(String key, Reading<T> reading) throws InvalidConfigurationException {
        try {
            return reading.read();
        } catch (CertificateProblem problem) {
            throw new InvalidConfigurationException(
                    List.of(ConfigurationProblem.of(key, problem.file(), problem.expected())));
        }
    }
}

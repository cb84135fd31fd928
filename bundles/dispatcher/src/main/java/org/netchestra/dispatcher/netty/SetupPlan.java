package org.netchestra.dispatcher.netty;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.Protocol;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.core.config.ServerTlsSpec;
import org.netchestra.core.config.TlsSpec;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.CertificateProblem;

/**
 * What the connections of a virtual server are set up with, files included. Immutable.
 *
 * @param tls TLS towards clients, or null
 * @param upstream how connections to servers are set up
 */
record SetupPlan(@Nullable DownstreamTls tls, UpstreamSetup upstream) {

    /**
     * Reads the files that a configuration names; it blocks.
     *
     * @throws InvalidConfigurationException when one cannot be used
     */
    static SetupPlan load(VirtualServerSpec configured) throws InvalidConfigurationException {
        ConnectionSpec spec = configured.connection();
        boolean http2 = configured.protocol() == Protocol.HTTP && spec.http2().overTls();
        TlsSpec tls = spec.tls();
        ServerTlsSpec serverTls = spec.serverTls();
        DownstreamTls downstream = tls == null ? null : read("tls-certificates", () -> DownstreamTls.load(tls, http2));
        ServerTls server = serverTls == null ? null : read("server-tls", () -> ServerTls.load(serverTls));
        boolean plain = server == null && spec.sendProxy() == ProxyProtocol.OFF;
        return new SetupPlan(downstream, plain ? UpstreamSetup.PLAIN : new UpstreamSetup(spec.sendProxy(), server));
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

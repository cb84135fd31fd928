package org.netchestra.dispatcher.netty.setup;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ServerTlsSpec;
import org.netchestra.dispatcher.certificate.CertificateProblem;
import org.netchestra.dispatcher.certificate.CertificateStore;
import org.netchestra.dispatcher.certificate.ServerCertificate;

/** TLS towards real servers, with the certificates as they were read. Thread-safe. */
final class ServerTls {

    private static final ApplicationProtocolConfig HTTP2 = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2);

    private final SslContext context;
    private final @Nullable String name;

    private ServerTls(SslContext context, @Nullable String name) {
        this.context = context;
        this.name = name;
    }

    /**
     * Reads the files; it blocks.
     *
     * @param http2 whether HTTP/2 is offered, and nothing else
     */
    static ServerTls load(ServerTlsSpec spec, boolean http2) throws CertificateProblem {
        SslContextBuilder builder = SslContextBuilder.forClient();
        Path ca = spec.ca();
        if (!spec.verified()) {
            // The operator has said so; whoever answers at the address is taken for the server.
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else if (ca != null) {
            builder.trustManager(CertificateStore.authorities(ca).toArray(X509Certificate[]::new));
        }
        Path own = spec.certificate();
        if (own != null) {
            ServerCertificate certificate = CertificateStore.read(own, null);
            builder.keyManager(certificate.key(), certificate.chain().toArray(X509Certificate[]::new));
        }
        if (http2) {
            builder.applicationProtocolConfig(HTTP2);
        }
        try {
            return new ServerTls(TlsProfile.apply(builder, false).build(), spec.name());
        } catch (SSLException | IllegalArgumentException unusable) {
            throw CertificateProblem.unusable(own == null && ca != null ? ca : Path.of(String.valueOf(own)), unusable);
        }
    }

    /** What does the handshake with one server; the host of its address is asked for unless a name is configured. */
    SslHandler newHandler(ByteBufAllocator allocator, InetSocketAddress server, long timeoutMillis) {
        SslHandler handler =
                context.newHandler(allocator, name == null ? server.getHostString() : name, server.getPort());
        handler.setHandshakeTimeoutMillis(timeoutMillis);
        return handler;
    }
}

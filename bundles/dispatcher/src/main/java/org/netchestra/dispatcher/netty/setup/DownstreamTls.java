package org.netchestra.dispatcher.netty.setup;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.netchestra.core.config.TlsSpec;
import org.netchestra.dispatcher.certificate.CertificateProblem;
import org.netchestra.dispatcher.certificate.CertificateStore;
import org.netchestra.dispatcher.certificate.HostTable;
import org.netchestra.dispatcher.certificate.ServerCertificate;

/** TLS towards the clients of a virtual server, with the certificates as they were read. Thread-safe. */
public final class DownstreamTls {

    private static final ApplicationProtocolConfig HTTP = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);
    private static final int LARGEST_CLIENT_HELLO = 16 * 1024;
    private static final int SESSIONS = 20_000;
    private static final long SESSION_SECONDS = 12 * 3600L;

    private final HostTable<SslContext> contexts;
    private final List<TicketKeys> tickets;

    private DownstreamTls(HostTable<SslContext> contexts, List<TicketKeys> tickets) {
        this.contexts = contexts;
        this.tickets = tickets;
    }

    /**
     * Reads the files; it blocks.
     *
     * @param http2 whether HTTP/2 is offered
     */
    static DownstreamTls load(TlsSpec spec, boolean http2) throws CertificateProblem {
        Path ca = spec.clientCa();
        List<X509Certificate> clientCas = ca == null ? List.of() : CertificateStore.authorities(ca);
        List<SslContext> all = new ArrayList<>();
        List<ServerCertificate> certificates = CertificateStore.read(spec.certificates(), spec.passwordFile());
        for (ServerCertificate certificate : certificates) {
            all.add(context(spec, certificate, clientCas, http2));
        }
        HostTable<SslContext> contexts = new HostTable<>(all.get(0));
        for (int i = 0; i < all.size(); i++) {
            contexts.add(certificates.get(i).names(), all.get(i));
        }
        long now = System.nanoTime();
        return new DownstreamTls(
                contexts,
                all.stream().map(context -> new TicketKeys(context, now)).toList());
    }

    private static SslContext context(
            TlsSpec spec, ServerCertificate certificate, List<X509Certificate> clientCas, boolean http2)
            throws CertificateProblem {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_SECONDS)
                .clientAuth(clientAuth(spec));
        if (http2) {
            builder.applicationProtocolConfig(HTTP);
        }
        if (!clientCas.isEmpty()) {
            builder.trustManager(clientCas.toArray(X509Certificate[]::new));
        }
        try {
            return TlsProfile.apply(builder, spec.onlyVersion13()).build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw CertificateProblem.unusable(certificate.file(), unusable);
        }
    }

    private static ClientAuth clientAuth(TlsSpec spec) {
        return switch (spec.clientAuthentication()) {
            case OFF -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
    }

    /** Makes a new key for session tickets when it is time. */
    public void rotateTickets(long nowNanos) {
        tickets.forEach(keys -> keys.rotate(nowNanos));
    }

    /** What does the handshake of one connection, by the name the client asks for. The connection's set-up has the clock. */
    public ChannelHandler newHandler() {
        return new SniHandler(contexts::find, LARGEST_CLIENT_HELLO, 0) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                SslHandler handler = super.newSslHandler(context, allocator);
                handler.setHandshakeTimeoutMillis(0);
                return handler;
            }
        };
    }
}

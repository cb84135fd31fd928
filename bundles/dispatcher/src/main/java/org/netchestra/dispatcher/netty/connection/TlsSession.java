package org.netchestra.dispatcher.netty.connection;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake with a client has agreed on. Immutable.
 *
 * @param clientCertificate the certificate that the client has proved to own, as the value of a Client-Cert field (RFC 9440
 *     section 2.1: the DER encoding as a structured byte sequence); null when it showed none
 * @param applicationProtocol what ALPN agreed on, or null
 */
public record TlsSession(
        @Nullable String clientCertificate, @Nullable String applicationProtocol) {

    /** Of a handshake that has succeeded. */
    public static TlsSession of(SslHandler handler) {
        return new TlsSession(clientCertificate(handler.engine().getSession()), handler.applicationProtocol());
    }

    private static @Nullable String clientCertificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length == 0 ? null : ":" + Base64.getEncoder().encodeToString(chain[0].getEncoded()) + ":";
        } catch (SSLPeerUnverifiedException none) {
            return null;
        } catch (CertificateEncodingException malformed) {
            throw new IllegalStateException("client certificate: verified, but it has no encoding", malformed);
        }
    }
}

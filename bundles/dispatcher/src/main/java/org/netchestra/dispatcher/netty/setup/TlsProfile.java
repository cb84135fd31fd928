package org.netchestra.dispatcher.netty.setup;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;

/**
 * Versions and cipher suites that are spoken: those of Mozilla's "intermediate" profile (5.7) without finite-field Diffie-Hellman.
 * BoringSSL where its library loads, the JDK elsewhere.
 */
public final class TlsProfile {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] ONLY_VERSION_13 = {"TLSv1.3"};
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private TlsProfile() {}

    /** What does the cryptography. */
    public static String provider() {
        return PROVIDER == SslProvider.JDK ? "the JDK" : OpenSsl.versionString();
    }

    static SslContextBuilder apply(SslContextBuilder builder, boolean onlyVersion13) {
        return builder.sslProvider(PROVIDER)
                .protocols(onlyVersion13 ? ONLY_VERSION_13 : VERSIONS)
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
    }
}

package org.netchestra.core.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards clients.
 *
 * @param certificates files with certificates and private keys, and directories of such files ({@code tls-certificates})
 * @param passwordFile the password of PKCS#12 files ({@code tls-password-file})
 * @param onlyVersion13 whether TLS 1.2 is refused ({@code tls-min-version})
 * @param clientAuthentication whether clients show a certificate ({@code tls-client-auth})
 * @param clientCa whom those must be signed by ({@code tls-client-ca})
 */
public record TlsSpec(
        List<Path> certificates,
        @Nullable Path passwordFile,
        boolean onlyVersion13,
        ClientAuthentication clientAuthentication,
        @Nullable Path clientCa) {

    /** Whether clients show a certificate. */
    public enum ClientAuthentication {
        OFF,
        /** Clients may; a certificate that is not signed by the CA ends the handshake. */
        OPTIONAL,
        /** Clients must. */
        REQUIRED
    }

    private static final String CERTIFICATES = "tls-certificates";
    private static final String CLIENT_CA = "tls-client-ca";
    private static final List<String> KEYS =
            List.of("tls-password-file", "tls-min-version", "tls-client-auth", CLIENT_CA);

    public TlsSpec {
        certificates = List.copyOf(certificates);
    }

    /** Reads the keys; null when no certificates are configured, so that clients speak without TLS. */
    static @Nullable TlsSpec read(ConfigurationText text) {
        List<Path> certificates = FilePaths.list(text, CERTIFICATES);
        TlsSpec spec = new TlsSpec(
                certificates,
                FilePaths.one(text, "tls-password-file"),
                text.word("tls-min-version", List.of("1.2", "1.3")).equals("1.3"),
                text.choice("tls-client-auth", ClientAuthentication.class),
                FilePaths.one(text, CLIENT_CA));
        if (certificates.isEmpty()) {
            text.requireTogether(CERTIFICATES, "certificates for TLS, which %s is about", KEYS);
            return null;
        }
        boolean authenticated = spec.clientAuthentication != ClientAuthentication.OFF;
        if (authenticated && spec.clientCa == null) {
            text.problem(CLIENT_CA, "(missing)", "a PEM file with the CA of the clients' certificates");
        }
        if (!authenticated && spec.clientCa != null) {
            text.problem("tls-client-auth", "off", "optional or required, since tls-client-ca is set");
        }
        return spec;
    }
}

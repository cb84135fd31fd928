package org.netchestra.dispatcher.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and the private key in a PEM file (RFC 7468), either of which may be missing. Text between them is skipped.
 *
 * @param certificates in the file's order
 * @param key the private key, or null
 */
record PemFile(List<X509Certificate> certificates, @Nullable PrivateKey key) {

    private static final long LARGEST = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    static PemFile read(Path file) throws CertificateProblem {
        List<X509Certificate> certificates = new ArrayList<>();
        PrivateKey key = null;
        Matcher blocks = BLOCK.matcher(text(file));
        while (blocks.find()) {
            String label = blocks.group(1);
            if (label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE")) {
                certificates.add(certificate(file, blocks.group(2)));
            } else if (label.endsWith("PRIVATE KEY") && key == null) {
                key = key(file, label, blocks.group(2));
            }
        }
        return new PemFile(List.copyOf(certificates), key);
    }

    /** The certificates of a file that is to have some. */
    static List<X509Certificate> certificates(Path file) throws CertificateProblem {
        List<X509Certificate> certificates = read(file).certificates();
        if (certificates.isEmpty()) {
            throw new CertificateProblem(file, "at least one certificate in PEM: -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static String text(Path file) throws CertificateProblem {
        try {
            if (Files.size(file) > LARGEST) {
                throw new CertificateProblem(file, "a PEM file of 1 MB at most");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new CertificateProblem(file, "a file that can be read; " + unreadable);
        }
    }

    private static X509Certificate certificate(Path file, String base64) throws CertificateProblem {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(file, base64)));
        } catch (CertificateException malformed) {
            throw new CertificateProblem(file, "well-formed certificates; " + malformed.getMessage());
        }
    }

    private static PrivateKey key(Path file, String label, String base64) throws CertificateProblem {
        try {
            return switch (label) {
                case "PRIVATE KEY" -> PrivateKeys.pkcs8(decoded(file, base64));
                case "RSA PRIVATE KEY" -> PrivateKeys.pkcs1(decoded(file, base64));
                case "EC PRIVATE KEY" -> PrivateKeys.sec1(decoded(file, base64));
                default ->
                    throw new CertificateProblem(
                            file, "a private key that is neither encrypted nor of another kind than RSA, EC, Ed25519");
            };
        } catch (GeneralSecurityException malformed) {
            throw new CertificateProblem(file, "a well-formed private key; " + malformed.getMessage());
        }
    }

    private static byte[] decoded(Path file, String base64) throws CertificateProblem {
        if (base64.contains(":")) {
            throw new CertificateProblem(file, "a private key that is not encrypted (openssl pkey removes a password)");
        }
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new CertificateProblem(file, "base64 between BEGIN and END");
        }
    }
}

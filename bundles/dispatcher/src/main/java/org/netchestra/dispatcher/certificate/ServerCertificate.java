package org.netchestra.dispatcher.certificate;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with what it takes to show it: private key and chain. Immutable.
 *
 * @param file where it comes from
 * @param key the private key of the chain's first certificate
 * @param chain the certificate itself, then those that lead to a CA
 */
public record ServerCertificate(Path file, PrivateKey key, List<X509Certificate> chain) {

    private static final int DNS_NAME = 2;
    private static final Pattern COMMON_NAME = Pattern.compile("(?i)(?:^|,)\\s*CN=([^,]+)");

    /** Copies the chain. */
    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /** Puts the certificate that belongs to the key first. */
    static ServerCertificate of(Path file, PrivateKey key, List<X509Certificate> certificates)
            throws CertificateProblem {
        for (X509Certificate candidate : certificates) {
            if (PrivateKeys.match(key, candidate)) {
                List<X509Certificate> chain = new ArrayList<>(certificates);
                chain.remove(candidate);
                chain.add(0, candidate);
                return new ServerCertificate(file, key, chain);
            }
        }
        throw new CertificateProblem(file, "a private key that belongs to one of the certificates");
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The host names it is for, in lower case, wildcards as {@code *.example.com}; the common name when it lists none. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternativeNames()) {
            if (Integer.valueOf(DNS_NAME).equals(name.get(0))) {
                names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
            }
        }
        Matcher common =
                COMMON_NAME.matcher(certificate().getSubjectX500Principal().getName());
        if (names.isEmpty() && common.find()) {
            names.add(common.group(1).strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private Collection<List<?>> alternativeNames() {
        try {
            Collection<List<?>> names = certificate().getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }
}

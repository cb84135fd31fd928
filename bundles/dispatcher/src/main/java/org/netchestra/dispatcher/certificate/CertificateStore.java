package org.netchestra.dispatcher.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates with their private keys from PEM and PKCS#12 files, and from directories of such files. It blocks.
 *
 * <p>The key of {@code shop.pem} is in the same file or in {@code shop.key} beside it; that of {@code fullchain.pem} may be in
 * {@code privkey.pem}, as certbot writes them.
 */
public final class CertificateStore {

    private static final String CERTBOT_CHAIN = "fullchain.pem";
    private static final String CERTBOT_KEY = "privkey.pem";
    private static final List<String> KEYSTORES = List.of(".p12", ".pfx");
    private static final List<String> CERTIFICATES = List.of(".pem", ".crt", ".cer", ".p12", ".pfx");

    private CertificateStore() {}

    /**
     * Reads all, in the order of the paths; those of a directory by name.
     *
     * @param passwordFile holds the password of PKCS#12 files in its first line; null for none
     */
    public static List<ServerCertificate> read(List<Path> paths, @Nullable Path passwordFile)
            throws CertificateProblem {
        List<ServerCertificate> all = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                all.add(read(file, passwordFile));
            }
        }
        return all;
    }

    /** The certificates of a PEM file, such as those of CAs. */
    public static List<X509Certificate> authorities(Path file) throws CertificateProblem {
        return PemFile.certificates(file);
    }

    /** One certificate with its key. */
    public static ServerCertificate read(Path file, @Nullable Path passwordFile) throws CertificateProblem {
        if (KEYSTORES.contains(extension(file))) {
            return keystore(file, passwordFile);
        }
        List<X509Certificate> certificates = PemFile.certificates(file);
        PrivateKey key = PemFile.read(file).key();
        return ServerCertificate.of(file, key == null ? keyBeside(file) : key, certificates);
    }

    /** The files that a path stands for. */
    static List<Path> files(Path path) throws CertificateProblem {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        if (Files.exists(path.resolve(CERTBOT_CHAIN))) {
            return List.of(path.resolve(CERTBOT_CHAIN));
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files =
                    entries.filter(CertificateStore::holdsCertificates).sorted().toList();
            if (files.isEmpty()) {
                throw new CertificateProblem(
                        path, "a directory with files that end in " + String.join(", ", CERTIFICATES));
            }
            return files;
        } catch (IOException unreadable) {
            throw new CertificateProblem(path, "a directory that can be read; " + unreadable);
        }
    }

    private static boolean holdsCertificates(Path file) {
        return CERTIFICATES.contains(extension(file)) && Files.isRegularFile(file);
    }

    private static PrivateKey keyBeside(Path file) throws CertificateProblem {
        String name = String.valueOf(file.getFileName());
        String base = name.substring(0, name.length() - extension(file).length());
        Path beside = file.resolveSibling(name.equals(CERTBOT_CHAIN) ? CERTBOT_KEY : base + ".key");
        PrivateKey key = Files.exists(beside) ? PemFile.read(beside).key() : null;
        if (key == null) {
            throw new CertificateProblem(file, "a private key in it, or in " + beside.getFileName() + " beside it");
        }
        return key;
    }

    private static ServerCertificate keystore(Path file, @Nullable Path passwordFile) throws CertificateProblem {
        char[] password = password(passwordFile);
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return ServerCertificate.of(file, key, chain(store.getCertificateChain(alias)));
                }
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new CertificateProblem(
                    file, "a PKCS#12 file that tls-password-file has the password of; " + unreadable.getMessage());
        }
        throw new CertificateProblem(file, "a PKCS#12 file with a private key");
    }

    private static List<X509Certificate> chain(Certificate[] certificates) {
        return Stream.of(certificates).map(X509Certificate.class::cast).toList();
    }

    private static char[] password(@Nullable Path file) throws CertificateProblem {
        if (file == null) {
            return new char[0];
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").toCharArray();
        } catch (IOException unreadable) {
            throw new CertificateProblem(file, "a file with a password; " + unreadable);
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }
}

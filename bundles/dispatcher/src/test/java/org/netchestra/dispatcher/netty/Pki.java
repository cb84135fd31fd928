package org.netchestra.dispatcher.netty;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A CA for a test, and files of certificates that it has signed. */
public final class Pki {

    public final X509Bundle ca = authority("Test CA");
    private final Path directory;

    public Pki(Path directory) throws Exception {
        this.directory = directory;
    }

    static X509Bundle authority(String name) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    public X509Bundle issue(String... names) throws Exception {
        CertificateBuilder builder = new CertificateBuilder().ecp256().subject("CN=" + names[0].replace("*", "any"));
        return builder.addExtensionOctetString("2.5.29.17", false, alternativeNames(names))
                .buildIssuedBy(ca);
    }

    /** GeneralNames of RFC 5280 section 4.2.1.6: host names, wildcards too, and IP addresses. */
    public static byte[] alternativeNames(String... names) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            boolean address = Character.isDigit(name.charAt(0));
            byte[] value =
                    address ? InetAddress.getByName(name).getAddress() : name.getBytes(StandardCharsets.US_ASCII);
            all.write(address ? 0x87 : 0x82);
            all.write(value.length);
            all.writeBytes(value);
        }
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        sequence.write(0x30);
        sequence.write(all.size());
        sequence.writeBytes(all.toByteArray());
        return sequence.toByteArray();
    }

    /** A file with chain and key. */
    public Path pem(String file, X509Bundle certificate) throws IOException {
        return write(file, certificate.getCertificatePathPEM() + certificate.getPrivateKeyPEM());
    }

    public Path caFile() throws IOException {
        return write("ca.crt.txt", ca.getRootCertificatePEM());
    }

    public Path write(String file, String text) throws IOException {
        return Files.writeString(directory.resolve(file), text);
    }

    /** What a client goes by that trusts this CA, with a certificate of its own or null. */
    SSLContext client(X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                certificate == null ? null : certificate.toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {ca.toTrustManager()},
                null);
        return context;
    }
}

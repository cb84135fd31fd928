package org.netchestra.dispatcher.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.dispatcher.netty.Pki;

final class CertificateStoreTest {

    @TempDir
    Path directory;

    private final X509Bundle ca = new CertificateBuilder()
            .ecp256()
            .subject("CN=Test CA")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    private final X509Bundle ec = new CertificateBuilder()
            .ecp256()
            .subject("CN=ec")
            .addExtensionOctetString("2.5.29.17", false, Pki.alternativeNames("Shop.example", "*.shop.example"))
            .buildIssuedBy(ca);
    private final X509Bundle rsa =
            new CertificateBuilder().rsa2048().subject("CN=rsa.example").buildIssuedBy(ca);

    CertificateStoreTest() throws Exception {}

    @Test
    void shouldReadChainAndKeyFromOneFileInAnyOrder() throws Exception {
        Path file = write("a.pem", ec.getPrivateKeyPEM() + "text\n" + ca.getCertificatePEM() + ec.getCertificatePEM());

        ServerCertificate read = CertificateStore.read(file, null);

        assertThat(read.chain()).containsExactly(ec.getCertificate(), ca.getCertificate());
        assertThat(read.key()).isEqualTo(ec.getKeyPair().getPrivate());
        assertThat(read.names()).containsExactly("shop.example", "*.shop.example");
    }

    @Test
    void shouldReadTheKeyBesideTheCertificate() throws Exception {
        write("b.key", rsa.getPrivateKeyPEM());
        Path file = write("b.crt", rsa.getCertificatePEM());

        ServerCertificate read = CertificateStore.read(file, null);

        assertThat(read.key()).isEqualTo(rsa.getKeyPair().getPrivate());
        assertThat(read.names()).containsExactly("rsa.example");
    }

    @Test
    void shouldReadADirectoryByNameAndCertbotsAsItIs() throws Exception {
        write("b.pem", ec.getCertificatePEM() + ec.getPrivateKeyPEM());
        write("a.pem", rsa.getCertificatePEM() + rsa.getPrivateKeyPEM());
        write("README", "nothing");
        assertThat(CertificateStore.read(List.of(directory), null))
                .extracting(c -> c.file().getFileName().toString())
                .containsExactly("a.pem", "b.pem");

        write("fullchain.pem", ec.getCertificatePathPEM());
        write("privkey.pem", ec.getPrivateKeyPEM());
        assertThat(CertificateStore.read(List.of(directory), null))
                .extracting(c -> c.file().getFileName().toString())
                .containsExactly("fullchain.pem");
    }

    @Test
    void shouldReadPkcs12() throws Exception {
        char[] password = "secret".toCharArray();
        Path file = directory.resolve("c.p12");
        Files.copy(ec.toTempKeyStoreFile(password).toPath(), file);
        Path passwordFile = write("password", "secret\n");

        assertThat(CertificateStore.read(file, passwordFile).certificate()).isEqualTo(ec.getCertificate());
        assertThatThrownBy(() -> CertificateStore.read(file, write("other", "wrong")))
                .isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("tls-password-file has the password of");
    }

    /** PKCS#1 and SEC 1 keys are what PKCS#8 wraps: take it off and see that it is put on again. */
    @Test
    void shouldReadKeysAsOldToolsWriteThem() throws Exception {
        byte[] rsaKey = rsa.getKeyPair().getPrivate().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(rsaKey, 26, rsaKey.length);
        Path rsaFile = write("d.pem", rsa.getCertificatePEM() + pem("RSA PRIVATE KEY", pkcs1));
        assertThat(CertificateStore.read(rsaFile, null).key())
                .isEqualTo(rsa.getKeyPair().getPrivate());

        byte[] sec1 = sec1(ec);
        Path ecFile = write("e.pem", ec.getCertificatePEM() + pem("EC PRIVATE KEY", sec1));
        assertThat(CertificateStore.read(ecFile, null).key().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        assertProblem(write("1.pem", "nothing"), "at least one certificate in PEM: -----BEGIN CERTIFICATE-----");
        assertProblem(write("2.pem", ec.getCertificatePEM()), "a private key in it, or in 2.key beside it");
        assertProblem(
                write("3.pem", ec.getCertificatePEM() + rsa.getPrivateKeyPEM()),
                "a private key that belongs to one of the certificates");
        assertProblem(
                write("4.pem", ec.getCertificatePEM() + pem("ENCRYPTED PRIVATE KEY", new byte[20])),
                "a private key that is neither encrypted nor of another kind than RSA, EC, Ed25519");
        assertProblem(
                write("5.pem", ec.getCertificatePEM() + pem("EC PRIVATE KEY", new byte[] {0x30, 0x7f, 1})),
                "a well-formed private key; truncated DER");
        assertProblem(
                write("6.pem", ec.getCertificatePEM() + pem("PRIVATE KEY", new byte[20])),
                "a well-formed private key; neither RSA nor EC nor Ed25519");
        assertThatThrownBy(() -> CertificateStore.read(List.of(Files.createDirectory(directory.resolve("d"))), null))
                .hasMessageContaining("a directory with files that end in .pem");
    }

    private static void assertProblem(Path file, String expected) {
        assertThatThrownBy(() -> CertificateStore.read(file, null))
                .isInstanceOf(CertificateProblem.class)
                .hasMessage(file + " (expected: " + expected + ")");
    }

    /** ECPrivateKey with the curve P-256, made by hand. */
    private static byte[] sec1(X509Bundle certificate) {
        byte[] secret = ((java.security.interfaces.ECPrivateKey)
                        certificate.getKeyPair().getPrivate())
                .getS()
                .toByteArray();
        byte[] scalar = new byte[32];
        int length = Math.min(32, secret.length);
        System.arraycopy(secret, secret.length - length, scalar, 32 - length, length);
        byte[] der = new byte[51];
        byte[] head = {0x30, 49, 2, 1, 1, 4, 32};
        byte[] curve = {(byte) 0xa0, 10, 6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
        System.arraycopy(head, 0, der, 0, 7);
        System.arraycopy(scalar, 0, der, 7, 32);
        System.arraycopy(curve, 0, der, 39, 12);
        return der;
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}

package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.appliance.VirtualServerFile;

/** TLS and HTTP/2 as the appliance is shipped: the native library loads, HTTP/2 is agreed on, and certificates are renewed while traffic flows. */
@ExtendWith(Appliance.Shared.class)
final class TlsIT {

    /** GeneralNames with the dNSName "localhost". */
    private static final byte[] LOCALHOST = HexFormat.of().parseHex("300b82096c6f63616c686f7374");

    @TempDir
    Path directory;

    private final X509Bundle ca = new CertificateBuilder()
            .ecp256()
            .subject("CN=Test CA")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();

    TlsIT() throws Exception {}

    private X509Bundle issue() throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addExtensionOctetString("2.5.29.17", false, LOCALHOST)
                .buildIssuedBy(ca);
    }

    private void install(X509Bundle certificate) throws IOException {
        Path beside = directory.resolve("new");
        Files.writeString(beside, certificate.getCertificatePathPEM() + certificate.getPrivateKeyPEM());
        Files.move(beside, directory.resolve("shop.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    private HttpClient client() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {ca.toTrustManager()}, null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> get(HttpClient client, int port) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/bytes/100"))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void shouldSpeakHttp2OverTlsAndTakeRenewedCertificatesWithoutLoss(Appliance appliance) throws Exception {
        install(issue());
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance
                .shop("tls", port)
                .with("tls-certificates", directory.resolve("shop.pem").toString());
        appliance.process().configure(shop);
        HttpClient standing = client();
        appliance.await("TLS", () -> {
            try {
                return get(standing, port).statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
        assertThat(appliance.logLines("TLS by BoringSSL")).isNotEmpty();

        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            try {
                for (; !stop.get(); count++) {
                    HttpResponse<String> reply = get(count % 2 == 0 ? standing : client(), port);
                    assertThat(reply.statusCode()).isEqualTo(200);
                    assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
                    assertThat(reply.body()).hasSize(100);
                }
            } catch (Exception failed) {
                throw new AssertionError("request " + count, failed);
            }
            return count;
        });
        for (int i = 0; i < 3; i++) {
            X509Bundle renewed = issue();
            install(renewed);
            appliance.await("certificate " + i, () -> shown(port).equals(renewed.getCertificate()));
        }
        stop.set(true);
        assertThat(load.get()).isPositive();
        appliance.remove(shop);
    }

    private Certificate shown(int port) throws IOException {
        try {
            return get(client(), port).sslSession().orElseThrow().getPeerCertificates()[0];
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}

package org.netchestra.dispatcher.netty;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Certificates for a shop, and clients of the JDK that connect to it by TLS. */
abstract class TlsFixture {

    @TempDir
    Path directory;

    Pki pki;
    X509Bundle shop;
    String certificates;

    @BeforeEach
    void issue() throws Exception {
        pki = new Pki(directory);
        shop = pki.issue("shop.example", "127.0.0.1");
        certificates = "tls-certificates=" + pki.pem("shop.pem", shop);
    }

    static RawServer showing() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    SSLSocket connect(Appliance appliance, SSLContext context, String sni, String... versions) throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), appliance.server.port());
        SSLParameters parameters = socket.getSSLParameters();
        if (sni != null) {
            parameters.setServerNames(List.of(new SNIHostName(sni)));
        }
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    RawClient client(Appliance appliance) throws Exception {
        return new RawClient(connect(appliance, pki.client(null), "shop.example"));
    }

    static X509Certificate shown(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
}

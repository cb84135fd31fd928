package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS passed through to the server that the name in its handshake decides on. */
@ExtendWith(NoLeaks.class)
class PassThroughTest {

    @TempDir
    Path directory;

    private Pki pki;

    private RawServer server(String name) throws Exception {
        X509Bundle certificate = pki.issue(name);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        return new RawServer(context, false, c -> {
            c.readHead();
            c.write("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
            c.in.read();
        });
    }

    private String answer(Appliance appliance, String sni) throws Exception {
        try (SSLSocket socket = (SSLSocket) pki.client(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), appliance.server.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(sni == null ? List.of() : List.of(new SNIHostName(sni)));
            socket.setSSLParameters(parameters);
            return new RawClient(socket).get("/").body();
        }
    }

    @Test
    void shouldPassConnectionsThroughByTheNameTheyAskFor() throws Exception {
        pki = new Pki(directory);
        try (RawServer other = server("other");
                RawServer shop = server("shop");
                RawServer below = server("below");
                Appliance appliance = new Appliance(
                        List.of(other),
                        "protocol=tcp",
                        "pool.shop.servers=p1=127.0.0.1:" + shop.port(),
                        "pool.below.servers=p1=127.0.0.1:" + below.port(),
                        "route.10=host=shop.example,www.shop.example -> pool shop",
                        "route.20=host=*.shop.example -> pool below")) {
            assertThat(answer(appliance, "shop.example")).isEqualTo("shop");
            assertThat(answer(appliance, "WWW.shop.example")).isEqualTo("shop");
            assertThat(answer(appliance, "a.shop.example")).isEqualTo("below");
            assertThat(answer(appliance, "else.example")).isEqualTo("other");
            assertThat(answer(appliance, null)).isEqualTo("other");
            Appliance.await("the records", () -> appliance.ended.size() == 5);
            assertThat(appliance.conductor.status("test/shop").traffic().requests())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldPassOtherConnectionsToTheDefaultAndCloseSilentOnes() throws Exception {
        pki = new Pki(directory);
        try (RawServer plainServer = RawServer.echo("plain");
                RawServer shop = server("shop");
                Appliance appliance = new Appliance(
                        List.of(plainServer),
                        "protocol=tcp",
                        "pool.shop.servers=p1=127.0.0.1:" + shop.port(),
                        "route.10=host=shop.example -> pool shop",
                        "timeout-handshake=300ms");
                RawClient silent = appliance.client()) {
            assertThat(silent.isEnded()).isTrue();
            assertThat(plainServer.connections).hasValue(0);
            try (RawClient plain = appliance.client()) {
                assertThat(plain.get("/a").body()).isEqualTo("plain /a");
            }
            assertThat(shop.connections).hasValue(0);
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections of HTTP/2 to servers: when they are made, shared and given up. */
@ExtendWith(NoLeaks.class)
class Http2UpstreamConnectionsTest extends Http2UpstreamFixture {

    @TempDir
    Path directory;

    private static SslContext tls(Pki pki, String protocol) throws Exception {
        var certificate = pki.issue("localhost");
        return SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocol))
                .build();
    }

    @Test
    void shouldOpenAnotherConnectionBeyondTheServersLimit() throws Exception {
        CountDownLatch all = new CountDownLatch(5);
        List<FrameServer.Call> held = new ArrayList<>();
        try (FrameServer server =
                        new FrameServer(Http2Settings.defaultSettings().maxConcurrentStreams(2), null, call -> {
                            synchronized (held) {
                                held.add(call);
                            }
                            all.countDown();
                        });
                Appliance appliance = before(server);
                FrameClient client = new FrameClient(appliance.server.port())) {
            for (int i = 0; i < 5; i++) {
                client.send(FrameClient.request("GET", "/" + i), true);
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.connections).hasValue(3);
            held.forEach(call -> call.head(204, true));
            for (int i = 0; i < 5; i++) {
                assertThat(client.next().headers().status()).hasToString("204");
            }
        }
    }

    @Test
    void shouldReuseAConnectionAndCloseIdleOnes() throws Exception {
        try (FrameServer server = FrameServer.echo();
                Appliance appliance = before(server, "timeout-upstream-idle=300ms")) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(appliance, "/" + i).status()).isEqualTo(200);
            }
            assertThat(server.calls).hasSize(3);
            FrameServer.Call first = server.calls.get(0);
            Appliance.await(
                    "the end of the idle connection", () -> !first.ctx.channel().isActive());
            assertThat(get(appliance, "/again").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldSpeakHttp2WithinTls() throws Exception {
        Pki pki = new Pki(directory);
        try (FrameServer server = new FrameServer(
                        Http2Settings.defaultSettings(), tls(pki, ApplicationProtocolNames.HTTP_2), FrameServer::show);
                Appliance appliance = before(
                        server, "server-tls=true", "server-tls-ca=" + pki.caFile(), "server-tls-name=localhost")) {
            RawClient.Reply reply = get(appliance, "/");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains(":scheme: https\n");
        }
    }

    @Test
    void shouldNotConnectWhereNobodySpeaksHttp2() throws Exception {
        Pki pki = new Pki(directory);
        try (FrameServer old = new FrameServer(
                        Http2Settings.defaultSettings(), tls(pki, ApplicationProtocolNames.HTTP_1_1), call -> {});
                Appliance appliance = before(
                        old,
                        "server-tls=true",
                        "server-tls-ca=" + pki.caFile(),
                        "server-tls-name=localhost",
                        "server-wait=0s")) {
            assertThat(get(appliance, "/").status()).isIn(502, 503);
            assertThat(old.calls).isEmpty();
        }
        try (RawServer http1 = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                });
                RawServer silent = new RawServer(c -> c.in.read(new byte[1 << 16]));
                Appliance appliance =
                        new Appliance(List.of(http1), "server-protocol=h2", "fail-safe=off", "timeout-connect=500ms");
                Appliance waiting = new Appliance(
                        List.of(silent), "server-protocol=h2", "fail-safe=off", "timeout-connect=500ms")) {
            assertThat(get(appliance, "/").status()).isEqualTo(502);
            assertThat(get(waiting, "/").status()).isIn(502, 504);
        }
    }

    /** However many have waited for a connection: it failed once, and three in a row take a server out. */
    @Test
    void shouldCountAConnectionThatFailsOnce() throws Exception {
        try (RawServer silent = new RawServer(c -> c.in.read(new byte[1 << 16]));
                Appliance appliance = new Appliance(
                        List.of(silent), "server-protocol=h2", "h2c=true", "fail-safe=off", "timeout-connect=500ms");
                FrameClient client = new FrameClient(appliance.server.port())) {
            for (int i = 0; i < 6; i++) {
                client.send(FrameClient.request("GET", "/x"), true);
            }
            Appliance.await("the failures", () -> appliance.ended.size() == 6);
            int failed = silent.connections.get();
            assertThat(failed).isLessThan(3);
            while (failed++ < 3) {
                assertThat(get(appliance, "/").status()).isIn(502, 504);
            }
            Appliance.await(
                    "the end of the server's service",
                    () -> appliance.events.stream().anyMatch(event -> event.contains("in a row failed")));
        }
    }

    @Test
    void shouldLetPoolsSpeakAnotherProtocol() throws Exception {
        try (FrameServer modern = FrameServer.echo();
                RawServer old = RawServer.echo("old");
                Appliance appliance = new Appliance(
                        List.of(old),
                        "pool.new.servers=n1=127.0.0.1:" + modern.port(),
                        "pool.new.server-protocol=h2",
                        "route.1=path=/new -> pool new")) {
            assertThat(get(appliance, "/old").body()).isEqualTo("old /old");
            assertThat(get(appliance, "/new").body()).contains(":path: /new\n");
        }
    }

    @Test
    void shouldFinishWhatIsInFlightWhenItStops() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        try (FrameServer server = new FrameServer(call -> came.countDown());
                Appliance appliance = before(server, "timeout-drain=10s");
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(came.await(20, TimeUnit.SECONDS)).isTrue();
            Thread stop = RawServer.daemon(appliance.server::stop);
            server.calls.get(0).head(200, false).data("done", true);
            assertThat(client.read().body()).isEqualTo("done");
            stop.join(20_000);
            assertThat(stop.isAlive()).isFalse();
        }
    }

    @Test
    void shouldGiveUpAServerThatNoLongerLives() throws Exception {
        CountDownLatch alive = new CountDownLatch(1);
        try (FrameServer server = new FrameServer(call -> {
                    try {
                        // Its event loop stands still: not even a PING is answered.
                        assertThat(alive.await(90, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
                Appliance appliance = before(server, "fail-safe=off", "timeout-response=60s");
                RawClient client = appliance.client()) {
            client.socket.setSoTimeout(90_000);
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            // 504 would be the time-out of this one request; the connection is what is given up.
            assertThat(client.read().status()).isEqualTo(502);
            alive.countDown();
        }
    }
}

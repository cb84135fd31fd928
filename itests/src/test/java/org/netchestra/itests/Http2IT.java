package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.appliance.VirtualServerFile;

/** HTTP/2 from end to end: a client by TLS, the appliance as it is shipped, a server by TLS. */
@ExtendWith(Appliance.Shared.class)
final class Http2IT {

    /** GeneralNames with the dNSName "localhost". */
    private static final byte[] LOCALHOST = HexFormat.of().parseHex("300b82096c6f63616c686f7374");

    @TempDir
    Path directory;

    private final AtomicInteger connections = new AtomicInteger();

    /** Gives the body of one stream back as it comes. */
    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2HeadersFrame request) {
                Http2Headers reply = new DefaultHttp2Headers()
                        .status("200")
                        .add("x-scheme", request.headers().scheme())
                        .add("x-authority", request.headers().authority());
                ctx.writeAndFlush(new DefaultHttp2HeadersFrame(reply, request.isEndStream()));
            } else {
                ctx.writeAndFlush(frame);
            }
        }
    }

    private Channel serve(EventLoopGroup loop, SslContext tls) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        connections.incrementAndGet();
                        made.pipeline()
                                .addLast(
                                        tls.newHandler(made.alloc()),
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Echo());
                                            }
                                        }));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private static SslContext speakingHttp2(X509Bundle certificate) throws IOException {
        return SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }

    @Test
    void shouldSpeakHttp2OnBothSides(Appliance appliance) throws Exception {
        X509Bundle ca = new CertificateBuilder()
                .ecp256()
                .subject("CN=Test CA")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle certificate = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addExtensionOctetString("2.5.29.17", false, LOCALHOST)
                .buildIssuedBy(ca);
        Path pem = Files.writeString(
                directory.resolve("shop.pem"), certificate.getCertificatePathPEM() + certificate.getPrivateKeyPEM());
        Path authority = Files.writeString(directory.resolve("ca.pem"), ca.getRootCertificatePEM());
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel server = serve(loop, speakingHttp2(certificate));
            int port = Appliance.freePort();
            VirtualServerFile shop = VirtualServerFile.http("http2", port)
                    .server("h1", ((InetSocketAddress) server.localAddress()).getPort())
                    .with("tls-certificates", pem.toString())
                    .with("server-tls", "true")
                    .with("server-tls-ca", authority.toString())
                    .with("server-tls-name", "localhost")
                    .with("server-protocol", "h2");
            appliance.process().configure(shop);
            SSLContext trusting = SSLContext.getInstance("TLS");
            trusting.init(null, new TrustManager[] {ca.toTrustManager()}, null);
            HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
            appliance.await("HTTP/2", () -> answers(client, port));

            List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                replies.add(client.sendAsync(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/" + i))
                                .timeout(Duration.ofSeconds(30))
                                .POST(HttpRequest.BodyPublishers.ofString("body " + i + "x".repeat(50_000)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
            }
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> reply = replies.get(i).get(30, TimeUnit.SECONDS);
                assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("body " + i + "x".repeat(50_000));
                assertThat(reply.headers().firstValue("x-scheme")).hasValue("https");
                assertThat(reply.headers().firstValue("x-authority")).hasValue("localhost:" + port);
            }
            assertThat(connections.get()).as("streams share connections").isBetween(1, 10);
            appliance.remove(shop);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static boolean answers(HttpClient client, int port) {
        try {
            URI uri = URI.create("https://localhost:" + port + "/ready");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}

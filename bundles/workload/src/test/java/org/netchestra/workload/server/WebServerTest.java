package org.netchestra.workload.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WebServerTest {
    @TempDir
    Path directory;

    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(directory.resolve("page.txt"), "a page\n");
        server = WebServer.start(ServerOptions.named("s1").files(directory));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Sends the bytes, half-closes nothing, and reads until the server closes: the last request must ask for that. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.address().getAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String last(String line) {
        return line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    @Test
    void shouldNameItselfAndSendTheBytesAsked() throws IOException {
        String reply = raw(last("GET /bytes/10"));

        assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains("x-served-by: s1\r\n", "content-length: 10\r\n");
        assertThat(reply).endsWith("\r\n\r\n!\"#$%&'()*");
    }

    @Test
    void shouldWorkForWhatItIsTold() throws IOException {
        assertThat(raw(last("GET /busy/1500"))).contains("worked 1500000 ns");
        assertThat(raw(last("GET /busy"))).contains("worked 0 ns");
        assertThat(raw(last("GET /speed/25"))).contains("speed 25 %");
        assertThat(raw(last("GET /speed/0"))).startsWith("HTTP/1.1 400").contains("expected: 1..10000");
    }

    @Test
    void shouldReadWhatAServersOwnWorkIs() {
        assertThat(Work.parse("1e7loops")).isEqualTo(new Work(10_000_000, Duration.ZERO));
        assertThat(Work.parse("30300us")).isEqualTo(new Work(0, Duration.ofNanos(30_300_000)));
        assertThatThrownBy(() -> Work.parse("5 minutes")).hasMessageContaining("expected: 1e7loops or 30300us");
        assertThatThrownBy(() -> Work.parse("-1us")).hasMessageContaining("expected: 1e7loops or 30300us");
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws IOException {
        String reply = raw("GET /delay/80 HTTP/1.1\r\nHost: x\r\n\r\nGET /burn/1e3 HTTP/1.1\r\nHost: x\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nping" + last("GET /served"));

        assertThat(reply.split("HTTP/1.1 200 OK")).hasSize(5);
        assertThat(reply.indexOf("delayed 80 ms")).isPositive().isLessThan(reply.indexOf("ping"));
        assertThat(reply).endsWith("\r\n\r\n3\n");
    }

    @Test
    void shouldAnswerManyPipelinedRequests() throws IOException {
        String reply = raw("GET /bytes/1 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2_000) + last("GET /delay/1"));

        assertThat(reply.split("HTTP/1.1 200 OK")).hasSize(2_002);
        assertThat(server.served()).isEqualTo(2_001);
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws IOException {
        assertThat(raw(last("HEAD /bytes/10")))
                .contains("content-length: 10\r\n")
                .endsWith("\r\n\r\n");
        assertThat(raw(last("HEAD /bytes/1e6")))
                .contains("content-length: 1000000\r\n")
                .endsWith("\r\n\r\n");
        assertThat(raw(last("HEAD /files/page.txt")))
                .contains("content-length: 7\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void shouldInviteABodyThatWaitsForIt() throws IOException {
        String reply = raw("POST /upload HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n"
                + "Content-Length: 3\r\n\r\nabc");

        assertThat(reply).startsWith("HTTP/1.1 100 Continue\r\n").endsWith("received 3\n");
    }

    @Test
    void shouldEchoChunksAsChunks() throws IOException {
        String reply = raw("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n0\r\n\r\n");

        assertThat(reply).contains("transfer-encoding: chunked").endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    }

    @Test
    void shouldServeFilesOfItsDirectoryOnly() throws IOException {
        assertThat(raw(last("GET /files/page.txt"))).endsWith("\r\n\r\na page\n");
        assertThat(raw(last("GET /files/../page.txt"))).startsWith("HTTP/1.1 404");
        assertThat(raw(last("GET /files/%2e%2e/" + directory.getFileName() + "/../x")))
                .startsWith("HTTP/1.1 404");
        assertThat(raw(last("GET /files//etc/passwd"))).startsWith("HTTP/1.1 404");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws IOException {
        assertThat(raw(last("GET /nothing"))).startsWith("HTTP/1.1 404");
        assertThat(raw(last("GET /bytes/-1"))).startsWith("HTTP/1.1 404");
        assertThat(raw(last("GET /bytes/many"))).startsWith("HTTP/1.1 404");
        assertThat(raw(last("GET /status/99"))).startsWith("HTTP/1.1 400");
        assertThat(raw("rubbish\r\n\r\n")).isEmpty();
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        ServerOptions taken = ServerOptions.named("s2").port(server.port());

        assertThatThrownBy(() -> WebServer.start(taken))
                .isInstanceOf(IOException.class)
                .hasMessage("port: " + server.port() + " (expected: a free one)");
    }
}

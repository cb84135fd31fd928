package org.netchestra.workload.generator;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.server.ServerOptions;
import org.netchestra.workload.server.WebServer;

@Timeout(60)
class GeneratorTest {
    private WebServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = WebServer.start(ServerOptions.named("s1"));
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    private LoadPlan plan() {
        return LoadPlan.toPort(server.port());
    }

    @Test
    void shouldMakeExactlyTheBudgetOfRequests() {
        LoadFigures figures =
                Generator.run(plan().connections(7).loops(2).requests(10_001).servers("s1"));

        assertThat(figures.succeeded()).isEqualTo(10_001);
        assertThat(figures.failures()).isEmpty();
        assertThat(figures.byServer()).isEqualTo(Map.of("s1", 10_001L));
        assertThat(figures.byStatus()).isEqualTo(Map.of(200, 10_001L));
        assertThat(figures.replyBytes()).isEqualTo(10_001L * 1024);
        assertThat(figures.latencyNanos().getTotalCount()).isEqualTo(10_001);
        assertThat(server.served()).isEqualTo(10_001);
    }

    @Test
    void shouldMixTargetsByWeight() {
        LoadFigures figures = Generator.run(plan().connections(4)
                .requests(6_000)
                .targets(
                        Target.bytes(10).weight(3),
                        Target.echo(5_000).weight(2),
                        Target.get("/status/404").expecting(404)));

        assertThat(figures.byTarget()).containsExactly(3_000L, 2_000L, 1_000L);
        assertThat(figures.byStatus()).isEqualTo(Map.of(200, 5_000L, 404, 1_000L));
        assertThat(figures.failed()).as(figures.samples().toString()).isZero();
    }

    @Test
    void shouldMoveBodiesOfAnySizeBothWays() {
        LoadFigures figures = Generator.run(plan().connections(2)
                .requests(8)
                .targets(Target.bytes(5_000_000), Target.upload(5_000_000), Target.echo(1_000_001), chunked(70_000)));

        assertThat(figures.samples()).isEmpty();
        assertThat(figures.succeeded()).isEqualTo(8);
    }

    private static Target chunked(long bytes) {
        return new Target("GET", "/chunked/" + bytes, 1, 0, 200, bytes, true);
    }

    @Test
    void shouldMakeANewConnectionForEachRequestWhenAsked() {
        LoadFigures figures = Generator.run(plan().connections(3).requests(300).connectionPerRequest(true));

        assertThat(figures.samples()).isEmpty();
        assertThat(figures.succeeded()).isEqualTo(300);
    }

    @Test
    void shouldCallAWrongStatusABodyAndAServerByTheirNames() {
        Target wrongLength = new Target("GET", "/bytes/9", 1, 0, 200, 10, true);
        Target wrongBytes = new Target("GET", "/delay/0", 1, 0, 200, Target.ANY, true);
        LoadFigures bodies = Generator.run(plan().requests(4).targets(wrongLength, wrongBytes));
        LoadFigures status = Generator.run(plan().requests(2).targets(Target.get("/status/503")));
        LoadFigures name = Generator.run(plan().requests(2).servers("s2", "s3"));

        assertThat(bodies.failures()).isEqualTo(Map.of(FailureKind.BODY, 4L));
        assertThat(status.failures()).isEqualTo(Map.of(FailureKind.STATUS, 2L));
        assertThat(name.failures()).isEqualTo(Map.of(FailureKind.SERVER, 2L));
        assertThat(status.samples().get(0))
                .startsWith("request 0 GET /status/503: STATUS, status 503 from 's1', 4 bytes");
    }

    @Test
    void shouldTellADeathInTheMiddleOfAReplyFromOneBeforeIt() {
        LoadFigures middle = Generator.run(plan().requests(5).targets(Target.get("/truncate/100000")));
        LoadFigures before = Generator.run(plan().requests(5).targets(Target.get("/close")));

        assertThat(middle.failures()).isEqualTo(Map.of(FailureKind.TRUNCATED, 5L));
        assertThat(before.failures()).isEqualTo(Map.of(FailureKind.RESET, 5L));
    }

    @Test
    void shouldGoOnAfterItsConnectionsWereKilled() {
        try (Generator generator = Generator.start(plan().connections(4).requests(8_000))) {
            for (int kill = 1; kill <= 3; kill++) {
                long before = server.served();
                awaitServed(before + 500);
                server.dropConnections();
            }
            LoadFigures figures = generator.ended().join();

            assertThat(figures.ended()).isEqualTo(8_000);
            assertThat(figures.failures().keySet()).isSubsetOf(FailureKind.RESET, FailureKind.TRUNCATED);
            assertThat(figures.failed()).isBetween(1L, 12L);
        }
    }

    private void awaitServed(long count) {
        while (server.served() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldCountRefusedConnections() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }

        LoadFigures figures = Generator.run(LoadPlan.toPort(port).connections(2).requests(6));

        assertThat(figures.failures()).isEqualTo(Map.of(FailureKind.CONNECT, 6L));
    }

    @Test
    void shouldGiveUpAfterTheTimeout() {
        LoadFigures figures = Generator.run(plan().connections(2)
                .requests(4)
                .timeout(Duration.ofMillis(100))
                .targets(Target.get("/delay/60000"), Target.get("/delay/1")));

        assertThat(figures.failures()).isEqualTo(Map.of(FailureKind.TIMEOUT, 2L));
        assertThat(figures.succeeded()).isEqualTo(2);
    }

    @Test
    void shouldCallNonsenseMalformed() throws Exception {
        try (ServerSocket nonsense = new ServerSocket(0)) {
            Thread answering = new Thread(() -> answerOnce(nonsense));
            answering.start();

            LoadFigures figures =
                    Generator.run(LoadPlan.toPort(nonsense.getLocalPort()).requests(1));

            assertThat(figures.failures()).isEqualTo(Map.of(FailureKind.MALFORMED, 1L));
            answering.join();
        }
    }

    private static void answerOnce(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            byte[] request = new byte[4096];
            int read = socket.getInputStream().read(request);
            assertThat(read).isPositive();
            socket.getOutputStream().write("SSH-2.0-nonsense\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            read = socket.getInputStream().read(request);
            assertThat(read).isNegative();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldKeepItsRateInOpenLoop() {
        long before = System.nanoTime();
        LoadFigures figures =
                Generator.run(plan().connections(8).requests(1_000).ratePerSecond(1_000));
        double seconds = (System.nanoTime() - before) / 1e9;

        assertThat(figures.succeeded()).isEqualTo(1_000);
        assertThat(seconds).isBetween(0.999, 3.0);
        assertThat(figures.nanos() / 1e9).isCloseTo(1.0, within(0.5));
    }

    @Test
    void shouldCountTheWaitForAStalledServerInOpenLoop() {
        // One connection, 20 replies of 50 ms each, one due every 10 ms: the last waits about 19 x 40 ms for its turn.
        LoadPlan stalled = plan().requests(20).targets(Target.get("/delay/50"));
        LoadFigures open = Generator.run(stalled.ratePerSecond(100));
        LoadFigures closed = Generator.run(stalled);

        assertThat(open.quantileMillis(1)).isGreaterThan(750);
        assertThat(open.quantileMillis(0.5)).isBetween(350.0, 700.0);
        assertThat(closed.quantileMillis(0.5)).isLessThan(200);
    }

    @Test
    void shouldStopWhenItsTimeIsUpAndWhenTold() throws Exception {
        LoadFigures byTime = Generator.run(plan().duration(Duration.ofMillis(200)));
        assertThat(byTime.failed()).isZero();
        assertThat(byTime.nanos()).isBetween(MILLISECONDS.toNanos(199), SECONDS.toNanos(5));

        try (Generator generator = Generator.start(plan().connections(4))) {
            awaitServed(server.served() + 100);
            generator.stop();
            assertThat(generator.ended().get(5, SECONDS).failed()).isZero();
        }
    }

    @Test
    void shouldGiveFiguresOfEachSpanThatAddUpToTheWhole() {
        long sum = 0;
        long latencies = 0;
        LoadFigures whole;
        try (Generator generator = Generator.start(plan().connections(4).requests(8_000))) {
            while (!generator.ended().isDone()) {
                awaitServed(Math.min(8_000, server.served() + 2_000));
                LoadFigures span = generator.sinceLast();
                sum += span.succeeded();
                latencies += span.latencyNanos().getTotalCount();
            }
            LoadFigures rest = generator.sinceLast();
            sum += rest.succeeded();
            latencies += rest.latencyNanos().getTotalCount();
            whole = generator.total();
        }

        assertThat(sum).isEqualTo(8_000);
        assertThat(whole.latencyNanos().getTotalCount()).isEqualTo(8_000);
        assertThat(latencies).isEqualTo(8_000);
    }

    @Test
    void shouldNumberItsRequestsSoThatALedgerCanBeHeldAgainstThem(@TempDir Path directory) throws IOException {
        Path ledger = directory.resolve("s2.ledger");
        try (WebServer keeping = WebServer.start(ServerOptions.named("s2").ledger(ledger))) {
            Generator.run(LoadPlan.toPort(keeping.port())
                    .connections(5)
                    .loops(2)
                    .requests(500)
                    .targets(Target.upload(10))
                    .requestIds("run7-"));
        }

        List<String> expected = IntStream.range(0, 500)
                .mapToObj(n -> "run7-" + n + " POST /upload")
                .toList();
        assertThat(Files.readAllLines(ledger)).containsExactlyInAnyOrderElementsOf(expected);
    }
}

package org.netchestra.controller.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.core.config.ControllerSpec;

/** Probes of a real server. */
@Timeout(60)
final class ProberTest {

    private static final ControllerSpec.Probe HEALTH = new ControllerSpec.Probe("GET", "/health?deep=1");

    private final Prober prober = new Prober();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private HttpServer server;
    private ServerAddress address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            boolean wrong = exchange.getRequestURI().getPath().equals("/wrong");
            await();
            exchange.sendResponseHeaders(wrong ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        address = new ServerAddress("127.0.0.1", server.getAddress().getPort());
    }

    private void await() {
        try {
            mayAnswer.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        prober.close();
        server.stop(0);
    }

    @Test
    void shouldMeasureAndAskOneAtATime() throws InterruptedException {
        BlockingQueue<Long> answers = new LinkedBlockingQueue<>();
        for (int time = 0; time < 5; time++) {
            prober.probe(address, HEALTH, false, answers::add);
        }
        assertThat(requests.take()).isEqualTo("GET /health?deep=1");
        mayAnswer.countDown();
        assertThat(answers.take()).isPositive();
        assertThat(requests).isEmpty();
        prober.probe(address, HEALTH, true, answers::add);
        assertThat(answers.take()).isPositive();
    }

    @Test
    void shouldLearnNothingFromARefusalAndFromNobody() throws InterruptedException {
        mayAnswer.countDown();
        BlockingQueue<Long> answers = new LinkedBlockingQueue<>();
        prober.probe(address, new ControllerSpec.Probe("HEAD", "/wrong"), false, answers::add);
        assertThat(requests.take()).isEqualTo("HEAD /wrong");
        prober.probe(new ServerAddress("127.0.0.1", 1), HEALTH, false, answers::add);
        // Both are over when another probe is answered: the prober's one thread completes them in turn.
        ServerAddress other = new ServerAddress("localhost", address.port());
        for (Long answer = null; answer == null; answer = answers.poll(100, TimeUnit.MILLISECONDS)) {
            prober.probe(other, HEALTH, false, nanos -> answers.add(-nanos));
        }
        assertThat(List.copyOf(answers)).allMatch(nanos -> nanos < 0);
    }
}

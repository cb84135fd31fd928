package org.netchestra.dispatcher.netty.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.dispatcher.netty.NoLeaks;
import org.netchestra.dispatcher.netty.Pki;
import org.netchestra.dispatcher.netty.loop.Transport;

@ExtendWith(NoLeaks.class)
final class WarmUpTest {

    private static final BalancingPolicy ROTATION = (pool, options) -> {
        AtomicInteger next = new AtomicInteger();
        return request ->
                pool.member(Math.floorMod(next.getAndIncrement(), pool.size())).server();
    };

    private final Map<String, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> targets = new ConcurrentHashMap<>();
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    @Test
    void shouldDriveExchangesThroughEveryFaceOfTheConfiguration() throws Exception {
        List<FaceReport> reports = warmUp(Duration.ofSeconds(16), () -> true, plain(), tcp(), encrypted());

        assertThat(reports).extracting(FaceReport::face).containsExactly("http", "tcp", "tls", "http/2");
        assertThat(reports).allSatisfy(report -> assertThat(report.exchanges()).isPositive());
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.firstMicros()).isPositive());
    }

    @Test
    void shouldAskForAllThereIsAndGetIt() throws Exception {
        warmUp(Duration.ofSeconds(3), () -> true, plain());

        assertThat(statuses.keySet()).contains("200", "201", "302", "304", "404");
        assertThat(targets.keySet())
                .contains("GET /page", "GET /large", "GET /stream", "HEAD /page", "POST /form", "PUT /file");
        assertThat(statuses.entrySet())
                .filteredOn(status -> status.getKey().startsWith("5"))
                .isEmpty();
    }

    @Test
    void shouldLeaveNoThreadAndNoPortBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        warmUp(Duration.ofSeconds(2), () -> true, plain(), tcp());

        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!left(before).isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(left(before)).isEmpty();
        assertThat(ports)
                .isNotEmpty()
                .allSatisfy(port -> assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                        .isInstanceOf(IOException.class));
    }

    private static List<String> left(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("netchestra"))
                .toList();
    }

    @Test
    void shouldEndWhenItIsNotWantedAnyMore() throws Exception {
        long begin = System.nanoTime();

        List<FaceReport> reports = warmUp(
                Duration.ofMinutes(10), () -> statuses.isEmpty() && System.nanoTime() - begin < 120e9, plain(), tcp());

        assertThat(reports).extracting(FaceReport::face).containsExactly("http");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void shouldLeaveOutWhatItsPolicyRefuses() throws Exception {
        List<FaceReport> reports = new WarmUp(
                        subject(plain("policy", "choosy"), tcp()), Duration.ofSeconds(2), () -> true, System::nanoTime)
                .run();

        assertThat(reports).extracting(FaceReport::face).containsExactly("tcp");
    }

    private List<FaceReport> warmUp(Duration atMost, BooleanSupplier isWanted, VirtualServerSpec... configured)
            throws Exception {
        return new WarmUp(subject(configured), atMost, isWanted, System::nanoTime).run();
    }

    private Subject subject(VirtualServerSpec... configured) {
        BalancingPolicy choosy = (pool, options) -> {
            throw new IllegalArgumentException("label.site: (missing) (expected: a label of every server)");
        };
        return new Subject(
                2,
                Transport.best(),
                PipeSizer.NONE,
                List.of(configured),
                Map.of("rr", ROTATION, "choosy", choosy),
                this::ended,
                null);
    }

    private void ended(ExchangeRecord exchange) {
        count(statuses, Integer.toString(exchange.status()));
        count(targets, exchange.method() + " " + exchange.target());
        var server = exchange.server();
        if (server != null) {
            ports.add(server.address().port());
        }
    }

    private static void count(Map<String, AtomicInteger> counts, String what) {
        counts.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
    }

    private static VirtualServerSpec plain(String... more) throws InvalidConfigurationException {
        return spec("plain", more);
    }

    private static VirtualServerSpec tcp() throws InvalidConfigurationException {
        return spec("bytes", "protocol", "tcp");
    }

    private VirtualServerSpec encrypted() throws Exception {
        Pki pki = new Pki(directory);
        return spec(
                "encrypted",
                "tls-certificates",
                pki.pem("shop.pem", pki.issue("shop.example")).toString());
    }

    private static VirtualServerSpec spec(String name, String... more) throws InvalidConfigurationException {
        Map<String, String> keys = new HashMap<>();
        keys.put("listen", "192.0.2.1:80");
        keys.put("servers", "s1=192.0.2.2:80");
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        return VirtualServerReader.read(name, keys, null);
    }
}

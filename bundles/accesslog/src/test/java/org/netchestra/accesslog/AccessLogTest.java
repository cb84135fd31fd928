package org.netchestra.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AccessLogTest {

    private static final int THREADS = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingAtClose() throws Exception {
        SwitchableLog log = new SwitchableLog(ZoneOffset.UTC);
        log.apply(settings("a.log", 1 << 30, 1 << 30, Set.of()));
        inParallel(25_000, (thread, number) -> log.onEnd(exchange(thread + "-" + number)));
        log.close();
        assertThat(log.dropped()).isZero();
        assertThat(log.written()).isEqualTo(100_000);
        assertThat(targets("a.log")).hasSize(100_000);
    }

    @Test
    void shouldLoseNothingWhenSettingsChangeUnderLoad() throws Exception {
        SwitchableLog log = new SwitchableLog(ZoneOffset.UTC);
        log.apply(settings("b0.log", 1 << 30, 1 << 30, Set.of()));
        CountDownLatch changed = new CountDownLatch(1);
        Thread changes = new Thread(() -> {
            for (int i = 1; i <= 20; i++) {
                log.apply(settings("b" + i % 2 + ".log", 1 << 30, 1 << 30, Set.of()));
            }
            changed.countDown();
        });
        changes.start();
        AtomicInteger offered = new AtomicInteger();
        inParallel(5_000, (thread, number) -> {
            log.onEnd(exchange(thread + "-" + number));
            offered.incrementAndGet();
        });
        changed.await();
        log.close();
        Set<String> targets = new HashSet<>(targets("b0.log"));
        targets.addAll(targets("b1.log"));
        assertThat(log.dropped()).isZero();
        assertThat(targets).hasSize(offered.get());
    }

    @Test
    void shouldCountEveryLineEitherAsWrittenOrAsDroppedWhenItClosesUnderLoad() throws Exception {
        Counters counters = new Counters();
        AccessLog log =
                new AccessLog(settings("c.log", 1 << 30, 1 << 16, Set.of()), ZoneOffset.UTC, counters, new Gathered());
        log.start();
        AtomicInteger refused = new AtomicInteger();
        Thread closing = new Thread(log::close);
        inParallel(5_000, (thread, number) -> {
            if (thread == 0 && number == 2_000) {
                closing.start();
            }
            if (!log.accept(exchange("x"))) {
                refused.incrementAndGet();
            }
        });
        closing.join();
        assertThat(counters.written() + counters.dropped() + refused.get()).isEqualTo(THREADS * 5_000L);
    }

    @Test
    void shouldDropAndCountWhileTheDiskHangs() throws Exception {
        Gathered disk = new Gathered();
        disk.hang();
        Counters counters = new Counters();
        AccessLog log = new AccessLog(settings("d.log", 1 << 30, 1 << 16, Set.of()), ZoneOffset.UTC, counters, disk);
        log.start();
        log.accept(exchange("first"));
        disk.awaitHanging();
        for (int i = 0; i < 10_000; i++) {
            assertThat(log.accept(exchange("x"))).isTrue();
        }
        assertThat(counters.dropped()).isGreaterThan(9_000);
        assertThat(log.queueLength()).isPositive().isLessThan(1_000);
        disk.goOn();
        log.close();
        assertThat(counters.written()).isEqualTo(10_001 - counters.dropped());
        assertThat(disk.lines()).hasSize((int) counters.written());
    }

    @Test
    void shouldCountLinesThatCannotBeWrittenAndGoOnAfterwards() throws Exception {
        Gathered disk = new Gathered();
        disk.failing = true;
        Counters counters = new Counters();
        AccessLog log = new AccessLog(settings("e.log", 1 << 30, 1 << 16, Set.of()), ZoneOffset.UTC, counters, disk);
        log.start();
        log.accept(exchange("lost"));
        awaitTrue(() -> counters.dropped() == 1);
        disk.failing = false;
        log.accept(exchange("kept"));
        log.close();
        assertThat(counters.written()).isEqualTo(1);
        assertThat(disk.lines()).singleElement().asString().contains("/kept ");
    }

    @Test
    void shouldStayWithinSizeAndNumberOfFilesUnderTraffic() throws Exception {
        SwitchableLog log = new SwitchableLog(ZoneOffset.UTC);
        log.apply(settings("f.log", 4096, 1 << 30, Set.of()));
        inParallel(1_000, (thread, number) -> log.onEnd(exchange(thread + "-" + number)));
        log.close();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(4);
            assertThat(all).allSatisfy(file -> assertThat(Files.size(file)).isBetween(3000L, 4096L));
        }
    }

    @Test
    void shouldLogOnlyTheNamedVirtualServers() {
        SwitchableLog log = new SwitchableLog(ZoneOffset.UTC);
        log.apply(settings("g.log", 1 << 30, 1 << 20, Set.of("news")));
        Exchange news = exchange("news");
        news.virtualServer = "news";
        log.onEnd(news);
        log.onEnd(exchange("shop"));
        log.close();
        assertThat(log.written()).isEqualTo(1);
    }

    @Test
    void shouldWriteALineThatIsLongerThanABatch() throws IOException {
        SwitchableLog log = new SwitchableLog(ZoneOffset.UTC);
        log.apply(settings("h.log", 1024, 1 << 20, Set.of()));
        log.onEnd(exchange("x".repeat(8191)));
        log.close();
        assertThat(targets("h.log")).containsExactly("/" + "x".repeat(8191));
    }

    @Test
    void shouldDoNothingWhenSwitchedOff() {
        SwitchableLog log = new SwitchableLog(ZoneOffset.UTC);
        Settings on = settings("i.log", 1024, 1 << 20, Set.of());
        log.apply(new Settings(false, on.file(), on.format(), Set.of(), 1024, true, 3, 1 << 20));
        log.onEnd(exchange("x"));
        log.close();
        assertThat(log.file()).isEmpty();
        assertThat(on.file()).doesNotExist();
    }

    private Settings settings(String name, long maxBytes, long maxQueueBytes, Set<String> virtualServers) {
        return new Settings(
                true, directory.resolve(name), Format.COMBINED, virtualServers, maxBytes, false, 3, maxQueueBytes);
    }

    private static Exchange exchange(String name) {
        Exchange exchange = new Exchange();
        exchange.target = "/" + name;
        return exchange;
    }

    /** A file that was never written to does not exist. */
    private List<String> targets(String name) throws IOException {
        if (!Files.exists(directory.resolve(name))) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(directory.resolve(name))) {
            return lines.map(line -> line.split(" ")[6]).distinct().toList();
        }
    }

    private static void inParallel(int times, Step step) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                for (int number = 0; number < times; number++) {
                    step.run(thread, number);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private interface Step {
        void run(int thread, int number);
    }

    /** A disk in memory that can hang or fail. */
    private static final class Gathered implements LineSink {

        volatile boolean failing;
        private final StringBuilder text = new StringBuilder();
        private final CountDownLatch hanging = new CountDownLatch(1);
        private CountDownLatch released = new CountDownLatch(0);

        void hang() {
            released = new CountDownLatch(1);
        }

        void awaitHanging() throws InterruptedException {
            assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void goOn() {
            released.countDown();
        }

        List<String> lines() {
            return text.toString().lines().toList();
        }

        @Override
        public void check(long nowMillis) {}

        @Override
        public void write(ByteBuffer lines, long nowMillis) throws IOException {
            hanging.countDown();
            try {
                released.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            if (failing) {
                throw new IOException("No space left on device");
            }
            text.append(StandardCharsets.US_ASCII.decode(lines));
        }

        @Override
        public void close() {}
    }
}

package org.netchestra.dispatcher.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.NamedPolicy;
import org.netchestra.core.event.EventHub;
import org.netchestra.dispatcher.affinity.AffinityKey;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.netchestra.dispatcher.netty.loop.Transport;

final class WarmUpTaskTest {

    private static final String THREADS = "netchestra-warm-up";

    private final ExecutorService control = Executors.newSingleThreadExecutor();
    private final EventHub hub = new EventHub(control, Throwable::printStackTrace);
    private final Conductor conductor = new Conductor(control, hub, Clock.systemUTC(), System::nanoTime);
    private final Dispatcher dispatcher =
            new Dispatcher(conductor, exchange -> {}, 2, Transport.best(), AffinityKey.random());

    @AfterEach
    void close() {
        dispatcher.close();
        control.shutdownNow();
    }

    @Test
    void shouldBeSeenInNoListOrCount() throws Exception {
        configure();
        try (WarmUpTask task = new WarmUpTask(dispatcher, conductor, Duration.ofSeconds(3))) {
            task.start();
            await("exchanges of the warm-up", () -> threads() > 3);
            await("its end", () -> threads() == 0);
        }

        assertThat(conductor.statuses()).extracting(VirtualServerStatus::name).containsExactly("shop");
        assertThat(conductor.traffic().requests()).isZero();
        assertThat(dispatcher.acceptedConnections()).isZero();
        assertThat(hub.recent(100))
                .allSatisfy(event -> assertThat(event.message()).doesNotContain("warm-up"));
    }

    @Test
    void shouldNotBeginBeforeThereIsAVirtualServerAndEndAtOnceWhenStopped() throws Exception {
        WarmUpTask task = new WarmUpTask(dispatcher, conductor, Duration.ofMinutes(10));
        task.start();
        assertThat(threads()).isEqualTo(1);
        configure();
        await("exchanges of the warm-up", () -> threads() > 3);

        task.close();

        await("its end", () -> threads() == 0);
    }

    @Test
    void shouldDoNothingWhenItIsOff() throws Exception {
        configure();
        try (WarmUpTask task = new WarmUpTask(dispatcher, conductor, Duration.ZERO)) {
            task.start();

            assertThat(threads()).isZero();
        }
    }

    private void configure() throws Exception {
        conductor.policyAdded(new NamedPolicy(
                "rr", (pool, options) -> request -> pool.member(0).server(), "test", 0));
        dispatcher.open(
                VirtualServerReader.read("shop", Map.of("listen", "127.0.0.1:0", "servers", "s1=127.0.0.1:9"), null));
    }

    private static long threads() {
        return List.copyOf(Thread.getAllStackTraces().keySet()).stream()
                .filter(thread -> thread.getName().startsWith(THREADS))
                .count();
    }

    /** Idleness depends on what else this machine's other tests of the process do: there is time. */
    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}

package org.netchestra.workload.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow machine may only make answers later, so these tests look at what must not come too early, and at order. */
@Timeout(30)
class EmulatedProcessorTest {
    private final EmulatedProcessor processor = new EmulatedProcessor();

    @AfterEach
    void close() {
        processor.close();
    }

    @Test
    void shouldTakeTheTimeOfTheWork() {
        assertThat(done(50).join()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void shouldShareItsTime() {
        long start = System.nanoTime();
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> longer = done(1500).thenRun(() -> order.add("longer"));
        CompletableFuture<Void> shorter = done(50).thenRun(() -> order.add("shorter"));
        CompletableFuture.allOf(longer, shorter).join();
        assertThat((System.nanoTime() - start) / 1e6).isGreaterThanOrEqualTo(1549);
        assertThat(order).as("the one that came later is not kept waiting").containsExactly("shorter", "longer");
    }

    @Test
    void shouldFeelAChangeOfSpeedAtOnce() {
        long start = System.nanoTime();
        CompletableFuture<Double> work = done(200);
        processor.speed(0.25);
        double changed = (System.nanoTime() - start) / 1e6;
        // What was left at the change took four times as long; on a slow machine less was left.
        assertThat(work.join()).isGreaterThanOrEqualTo(Math.min(200, changed) + 4 * Math.max(0, 200 - changed) - 5);
        processor.speed(4);
        assertThat(done(200).join()).isGreaterThanOrEqualTo(49);
    }

    /** The milliseconds that so many milliseconds of work took. */
    private CompletableFuture<Double> done(long workMillis) {
        CompletableFuture<Double> done = new CompletableFuture<>();
        long start = System.nanoTime();
        processor.work(
                TimeUnit.MILLISECONDS.toNanos(workMillis), () -> done.complete((System.nanoTime() - start) / 1e6));
        return done;
    }
}

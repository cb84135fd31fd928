package org.netchestra.policies.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbeOutcome;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;

/** Four threads pick, hold and end exchanges at once. */
class ConnectionsConcurrencyTest {

    private static final int THREADS = 4;
    private static final int PICKS = 50_000;

    @TestFactory
    Stream<DynamicTest> shouldShareByWeightThoughThreadsMeet() {
        return Stream.of(
                test("wlc", pool -> new WeightedLeastConnectionPicker(pool, Overhead.CLASSIC), 0.02),
                test("sed", ShortestDelayPicker::new, 0.02),
                test("p2c", pool -> new ChoicesPicker(pool, Dice.of(1), 2), 0.05),
                test("random", pool -> new RandomPicker(pool, Dice.of(1)), 0.02),
                test("least-time", LeastTimePicker::new, 0.02));
    }

    @Test
    void peakEwmaShouldNeverLoseItsSenseThoughThreadsMeet() throws Exception {
        ProbePool pool = ProbePool.ofSize(3);
        PeakEwmaPicker picker = new PeakEwmaPicker(pool.snapshot(), 1_000_000_000L);
        inThreads(thread -> {
            ProbeRequest request = new ProbeRequest();
            for (int pick = 0; pick < PICKS; pick++) {
                long now = pick * 1_000L;
                RealServer server = picker.pick(request.nowNanos(now));
                picker.onOutcome(ProbeOutcome.reply(server, 1_000_000 + thread, now));
            }
            return null;
        });
        for (int index = 0; index < 3; index++) {
            assertThat(picker.averageSeconds(pool.server(index), PICKS * 1_000L))
                    .isBetween(0.0009, 0.001001);
        }
    }

    private static DynamicTest test(String name, Function<ServerPool, Picker> kind, double tolerance) {
        return DynamicTest.dynamicTest(name, () -> {
            ProbePool pool = ProbePool.ofWeights(1, 2, 3, 4);
            for (int index = 0; index < pool.size(); index++) {
                pool.server(index).responseTimeNanos(1_000);
            }
            AtomicIntegerArray counts = new AtomicIntegerArray(4);
            Picker picker = kind.apply(pool.snapshot());
            inThreads(thread -> {
                for (int pick = 0; pick < PICKS; pick++) {
                    ProbeServer server = (ProbeServer) picker.pick(new ProbeRequest());
                    counts.incrementAndGet(pool.indexOf(server.name()));
                    server.addInFlight(1);
                }
                return null;
            });
            for (int index = 0; index < 4; index++) {
                assertThat((double) counts.get(index) / (THREADS * PICKS))
                        .as(counts.toString())
                        .isCloseTo((index + 1) / 10.0, within(tolerance));
            }
        });
    }

    private static void inThreads(Function<Integer, Void> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> work.apply(number));
            }
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}

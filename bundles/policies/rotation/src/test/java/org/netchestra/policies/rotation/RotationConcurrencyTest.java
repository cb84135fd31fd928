package org.netchestra.policies.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Exact shares, though four threads pick at once. */
class RotationConcurrencyTest {

    private static final int THREADS = 4;
    private static final int PICKS_A_THREAD = 90_000;

    @Test
    void roundRobinShouldStayEvenWhenThreadsMeet() throws Exception {
        ProbePool pool = ProbePool.ofSize(7);
        int[] counts = pickConcurrently(new RoundRobinPicker(pool.snapshot()), pool);
        assertThat(Arrays.stream(counts).max().getAsInt()
                        - Arrays.stream(counts).min().getAsInt())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void weightedRoundRobinShouldStayExactWhenThreadsMeet() throws Exception {
        ProbePool pool = ProbePool.ofWeights(8, 4, 2, 0, 4);
        assertThat(pickConcurrently(new WeightedRoundRobinPicker(pool.snapshot()), pool))
                .containsExactly(160_000, 80_000, 40_000, 0, 80_000);
    }

    @Test
    void smoothWeightedRoundRobinShouldStayExactWhenThreadsMeet() throws Exception {
        ProbePool pool = ProbePool.ofWeights(5, 1, 1, 2);
        assertThat(pickConcurrently(new SmoothWeightedRoundRobinPicker(pool.snapshot()), pool))
                .containsExactly(200_000, 40_000, 40_000, 80_000);
    }

    @Test
    void blockSequenceShouldStayExactWhenThreadsMeet() throws Exception {
        ProbePool pool = ProbePool.ofWeights(30, 70, 95);
        assertThat(pickConcurrently(new BlockSequencePicker(pool.snapshot()), pool))
                .containsExactly(60_000, 120_000, 180_000);
    }

    @Test
    void smoothWeightedRoundRobinShouldServeMoreThreadsThanItHasSlots() throws Exception {
        ProbePool pool = ProbePool.ofWeights(1, 1);
        Picker picker = new SmoothWeightedRoundRobinPicker(pool.snapshot());
        int[] counts = pickConcurrently(picker, pool, 100, 1_000);
        assertThat(counts).containsExactly(50_000, 50_000);
    }

    private static int[] pickConcurrently(Picker picker, ProbePool pool) throws Exception {
        return pickConcurrently(picker, pool, THREADS, PICKS_A_THREAD);
    }

    private static int[] pickConcurrently(Picker picker, ProbePool pool, int threads, int picks) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<int[]>> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                tasks.add(() -> pick(picker, pool, picks));
            }
            int[] sum = new int[pool.size()];
            for (Future<int[]> counts : executor.invokeAll(tasks)) {
                int[] some = counts.get();
                Arrays.setAll(sum, index -> sum[index] + some[index]);
            }
            return sum;
        } finally {
            executor.shutdownNow();
        }
    }

    private static int[] pick(Picker picker, ProbePool pool, int picks) {
        ProbeRequest request = new ProbeRequest();
        int[] counts = new int[pool.size()];
        for (int pick = 0; pick < picks; pick++) {
            counts[pool.indexOf(picker.pick(request).name())]++;
        }
        return counts;
    }
}

package org.netchestra.policies.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Four threads pick at once what one thread picks alone. */
class HashingConcurrencyTest {

    private static final int THREADS = 4;
    private static final int KEYS = 20_000;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HT_RR", "HT_RR_LOCAL"})
    void shouldPickTheSameThoughThreadsMeet(Subjects subject) throws Exception {
        ServerPool pool = ProbePool.ofWeights(1, 2, 3, 0, 4).snapshot();
        Picker alone = subject.picker(pool);
        RealServer[] expected = new RealServer[KEYS];
        for (int key = 0; key < KEYS; key++) {
            expected[key] = alone.pick(new ProbeRequest().key("/" + key));
        }
        Picker shared = subject.picker(pool);
        int wrong = inThreads(thread -> {
            int differ = 0;
            for (int round = 0; round < 3; round++) {
                for (int key = 0; key < KEYS; key++) {
                    int spread = (key * 31 + thread * 7_919) % KEYS;
                    differ += shared.pick(new ProbeRequest().key("/" + spread)) == expected[spread] ? 0 : 1;
                }
            }
            return differ;
        });
        assertThat(wrong).isZero();
    }

    @Test
    void aSharedTableShouldHaveOneServerForEachKeyThoughThreadsMeet() throws Exception {
        ProbePool pool = ProbePool.ofSize(7);
        Picker picker = Subjects.HT_RR.picker(pool.snapshot());
        AtomicReferenceArray<RealServer> owner = new AtomicReferenceArray<>(KEYS);
        int wrong = inThreads(thread -> {
            int differ = 0;
            for (int key = 0; key < KEYS; key++) {
                RealServer picked = picker.pick(new ProbeRequest().key("/" + key));
                RealServer first = owner.compareAndExchange(key, null, picked);
                differ += first == null || first == picked ? 0 : 1;
            }
            return differ;
        });
        assertThat(wrong).isZero();
    }

    @Test
    void localTablesShouldServeAHotKeyFromSeveralServers() throws Exception {
        ProbePool pool = ProbePool.ofSize(8);
        Picker picker = Subjects.HT_RR_LOCAL.picker(pool.snapshot());
        List<RealServer> picked = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            Thread balancer = new Thread(() -> picked.add(picker.pick(new ProbeRequest().key("/hot"))));
            balancer.start();
            balancer.join();
        }
        assertThat(picked).doesNotHaveDuplicates().hasSize(3);
    }

    private static int inThreads(Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> work.differences(number));
            }
            int sum = 0;
            for (Future<Integer> done : executor.invokeAll(tasks)) {
                sum += done.get();
            }
            return sum;
        } finally {
            executor.shutdownNow();
        }
    }

    private interface Work {
        int differences(int thread);
    }
}

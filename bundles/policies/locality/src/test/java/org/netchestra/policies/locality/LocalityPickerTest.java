package org.netchestra.policies.locality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.InvalidOptionException;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.policies.locality.osgi.LardPolicy;

class LocalityPickerTest {

    private static final KeySource PATH = KeySource.of(KeySource.Kind.PATH);
    private static final LardThresholds THRESHOLDS = new LardThresholds(25, 65);

    @Test
    void shouldMakeADetourAroundASaturatedServerAndComeBack() {
        ProbePool pool = ProbePool.ofSize(3);
        LardPicker picker = new LardPicker(pool.snapshot(), PATH, 64, THRESHOLDS, false);
        ProbeRequest request = new ProbeRequest().key("/x");
        assertThat(picker.pick(request)).isSameAs(pool.server("A"));
        pool.server("A").saturated(true);
        assertThat(picker.pick(request)).isSameAs(pool.server("B"));
        pool.server("A").saturated(false);
        assertThat(picker.pick(request)).isSameAs(pool.server("A"));
    }

    @Test
    void shouldKeepAKeyWhoseServerFailedOneRequest() {
        ProbePool pool = ProbePool.ofSize(2);
        LblcPicker picker = new LblcPicker(pool.snapshot(), PATH, 64, Long.MAX_VALUE);
        assertThat(picker.pick(new ProbeRequest().key("/x"))).isSameAs(pool.server("A"));
        assertThat(picker.pick(new ProbeRequest().key("/x").excluding(pool.server("A"))))
                .isSameAs(pool.server("B"));
        assertThat(picker.pick(new ProbeRequest().key("/x"))).isSameAs(pool.server("A"));
    }

    @Test
    void shouldGiveARequestWithoutKeyToTheLeastLoaded() {
        ProbePool pool = ProbePool.ofSize(2);
        LardPicker picker = new LardPicker(pool.snapshot(), PATH, 64, THRESHOLDS, false);
        pool.server("A").inFlight(1);
        assertThat(picker.pick(new ProbeRequest())).isSameAs(pool.server("B"));
        assertThat(picker.table().size()).isZero();
    }

    @Test
    void shouldCompareActiveConnectionsInConfiguredUnits() {
        ProbePool pool = ProbePool.ofWeights(200, 200).weightScale(100);
        LblcPicker picker = new LblcPicker(pool.snapshot(), PATH, 64, Long.MAX_VALUE);
        ProbeRequest request = new ProbeRequest().key("/x");
        picker.pick(request);
        pool.server("A").inFlight(3);
        assertThat(picker.pick(request)).isSameAs(pool.server("B"));
    }

    @Test
    void shouldKeepItsMemoryThroughChangesOfPoolAndPolicy() {
        ProbePool pool = ProbePool.ofSize(3);
        LblcPicker lblc = new LblcPicker(pool.snapshot(), PATH, 64, Long.MAX_VALUE);
        pool.server("A").inFlight(1);
        ProbeRequest request = new ProbeRequest().key("/x");
        assertThat(lblc.pick(request)).isSameAs(pool.server("B"));
        pool.remove("A");
        ReplicatedLardPicker lardR = new ReplicatedLardPicker(pool.snapshot(), PATH, 64, THRESHOLDS, false, 1);
        lardR.adopt(lblc);
        pool.server("B").inFlight(10);
        assertThat(lardR.pick(request)).isSameAs(pool.server("B"));
        LardPicker otherKey = new LardPicker(pool.snapshot(), KeySource.parse("url"), 64, THRESHOLDS, false);
        otherKey.adopt(lardR);
        assertThat(otherKey.pick(request)).isSameAs(pool.server("C"));
    }

    @Test
    void shouldRefuseThresholdsThatCross() {
        assertThatThrownBy(
                        () -> new LardPolicy().newPicker(ServerPool.empty(), new PolicyOptions(Map.of("t-low", "70"))))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("t-low: 70 (expected: less than t-high, 65)");
    }

    /** Without overload, one key must be at one server, whichever thread asks. */
    @TestFactory
    Stream<DynamicTest> shouldAssignEveryKeyOnceThoughThreadsMeet() {
        return Stream.<Function<ServerPool, LocalityPicker>>of(
                        pool -> new LblcPicker(pool, PATH, 1 << 14, Long.MAX_VALUE),
                        pool -> new LblcrPicker(pool, PATH, 1 << 14, Long.MAX_VALUE),
                        pool -> new LardPicker(pool, PATH, 1 << 14, THRESHOLDS, false),
                        pool -> new ReplicatedLardPicker(pool, PATH, 1 << 14, THRESHOLDS, false, Long.MAX_VALUE))
                .map(kind -> DynamicTest.dynamicTest(
                        kind.apply(ServerPool.empty()).getClass().getSimpleName(), () -> assignInThreads(kind)));
    }

    private static void assignInThreads(Function<ServerPool, LocalityPicker> kind) throws Exception {
        ProbePool pool = ProbePool.ofSize(5);
        LocalityPicker picker = kind.apply(pool.snapshot());
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<RealServer>>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                tasks.add(() -> pickAll(picker));
            }
            for (Future<List<RealServer>> done : executor.invokeAll(tasks)) {
                assertThat(done.get()).doesNotContainNull();
            }
            List<RealServer> first = pickAll(picker);
            assertThat(pickAll(picker)).isEqualTo(first);
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<RealServer> pickAll(LocalityPicker picker) {
        List<RealServer> picked = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int key = 0; key < 1_000; key++) {
                picked.add(picker.pick(new ProbeRequest().key("/" + key)));
            }
        }
        return picked;
    }
}

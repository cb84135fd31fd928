package org.netchestra.policies.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Spares work when they are needed, and no more than needed. */
final class PriorityPickerTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_261_122L;
    private static final double OVERPROVISION = 1.4;

    @Test
    void shouldKeepTheInvariantsInRandomPools() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = GroupPools.random(random);
            ServerPool snapshot = pool.snapshot();
            ProbeRequest request = new ProbeRequest();
            if (pool.size() > 0 && random.nextInt(3) == 0) {
                request.excluding(pool.server(random.nextInt(pool.size())));
            }
            double number = random.nextDouble();
            PriorityPicker picker = new PriorityPicker(snapshot, GroupPools.WLC, OVERPROVISION, () -> number);

            RealServer picked = picker.pick(request);

            boolean any = snapshot.members().stream().anyMatch(m -> GroupPools.eligible(m, request));
            assertThat(picked != null).as("scenario %d", scenario).isEqualTo(any);
            if (picked != null) {
                check(snapshot, request, snapshot.memberOf(picked), "scenario " + scenario);
            }
        }
    }

    private static void check(ServerPool pool, ProbeRequest request, PoolMember picked, String scenario) {
        assertThat(GroupPools.eligible(picked, request)).as(scenario).isTrue();
        int first = pool.members().stream().mapToInt(PoolMember::priority).min().orElseThrow();
        boolean able = available(pool, first) * OVERPROVISION >= 1;
        boolean anybody =
                pool.members().stream().anyMatch(m -> m.priority() == first && GroupPools.eligible(m, request));
        if (able && anybody) {
            assertThat(picked.priority()).as(scenario).isEqualTo(first);
        }
    }

    private static double available(ServerPool pool, int priority) {
        int all = pool.members().stream()
                .filter(m -> m.priority() == priority)
                .mapToInt(PoolMember::placementWeight)
                .sum();
        int up = pool.members().stream()
                .filter(m -> m.priority() == priority && m.up() && m.weight() > 0)
                .mapToInt(PoolMember::placementWeight)
                .sum();
        return all == 0 ? 0 : (double) up / all;
    }

    @Test
    void shouldSpillOverAsMuchAsIsMissing() {
        ProbePool pool = ProbePool.ofSize(8);
        IntStream.range(4, 8).forEach(i -> pool.group(pool.server(i).name(), 1, Map.of()));
        pool.up("A", false);
        pool.up("B", false);
        Random random = new Random(SEED);
        PriorityPicker picker = new PriorityPicker(pool.snapshot(), GroupPools.WLC, OVERPROVISION, random::nextDouble);

        int spares = 0;
        for (int pick = 0; pick < 10_000; pick++) {
            spares += pool.indexOf(picker.pick(new ProbeRequest()).name()) >= 4 ? 1 : 0;
        }

        assertThat(spares / 10_000.0).isBetween(0.28, 0.32);
    }

    @Test
    void shouldSpillOverWhenAllOfTheGroupAreFull() {
        ProbePool pool = ProbePool.ofSize(3);
        pool.group("B", 1, Map.of()).group("C", 2, Map.of());
        PriorityPicker picker = new PriorityPicker(pool.snapshot(), GroupPools.WLC, OVERPROVISION, () -> 0);

        assertThat(picker.pick(new ProbeRequest()).name()).isEqualTo("A");
        pool.server("A").saturated(true);
        assertThat(picker.pick(new ProbeRequest()).name()).isEqualTo("B");
        assertThat(picker.pick(new ProbeRequest().excluding(pool.server("B"))).name())
                .isEqualTo("C");
        pool.server("A").saturated(false);
        assertThat(picker.pick(new ProbeRequest()).name()).isEqualTo("A");
    }

    @Test
    void shouldSayThatASpareStandsBy() {
        ProbePool pool = ProbePool.ofSize(2);
        pool.group("B", 3, Map.of());
        ServerPool snapshot = pool.snapshot();
        PriorityPicker picker = new PriorityPicker(snapshot, GroupPools.WLC, OVERPROVISION, () -> 0);

        assertThat(picker.objection(snapshot.member(0), new ProbeRequest())).isNull();
        assertThat(picker.objection(snapshot.member(1), new ProbeRequest())).isEqualTo("stands by with priority 3");
    }

    @Test
    void shouldCountADrainedServerAsMissing() {
        ProbePool pool = ProbePool.ofWeights(3, 1, 1);
        pool.group("C", 1, Map.of());
        pool.weight("A", 0);
        PriorityPicker picker = new PriorityPicker(pool.snapshot(), GroupPools.WLC, OVERPROVISION, () -> 0.36);

        assertThat(picker.pick(new ProbeRequest()).name())
                .as("0.35 is what is left")
                .isEqualTo("C");
    }
}

package org.netchestra.policies.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;
import org.netchestra.core.hash.Md5;

/** The hash policies' invariants over random pools; a failure names the seed of its scenario. */
class HashingPropertiesTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_260_201L;
    private static final int KEYS = 12;

    @ParameterizedTest
    @EnumSource
    void shouldPickOnlyEligibleServersAndNobodyOnlyWhenThereIsNone(Subjects subject) {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random, random.nextInt(9), false);
            changeStates(pool, random);
            ServerPool snapshot = pool.snapshot();
            Picker picker = subject.picker(snapshot);
            for (int key = 0; key < 5; key++) {
                changeLoads(pool, random);
                ProbeRequest request = request(random, pool);
                RealServer picked = picker.pick(request);
                boolean any = snapshot.members().stream()
                        .anyMatch(member -> member.usable() && !request.excludes(member.server()));
                assertThat(picked != null).as("scenario %d", scenario).isEqualTo(any);
                if (picked != null) {
                    PoolMember member = snapshot.memberOf(picked);
                    assertThat(member.usable() && !request.excludes(picked))
                            .as("scenario %d", scenario)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMoveOnlyTheKeysItMust(Subjects subject) {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            boolean equal = subject.moves() == Subjects.Moves.LEAST_FOR_EQUAL_WEIGHTS;
            ProbePool pool = randomPool(random, 2 + random.nextInt(8), equal);
            List<String> keys = IntStream.range(0, KEYS)
                    .mapToObj(key -> "/" + random.nextInt(1_000_000))
                    .toList();
            Picker picker = subject.picker(pool.snapshot());
            List<RealServer> before = picks(picker, keys);
            ProbeServer changed = pool.server(random.nextInt(pool.size()));
            Change change = Change.values()[random.nextInt(Change.values().length)];
            boolean promised =
                    change.ofState() ? subject.keepsOthersThroughStates() : subject.keepsOthersThroughChanges();
            if (promised) {
                RealServer newcomer = change.make(pool, changed);
                List<RealServer> after = picks(subject.after(picker, pool.snapshot()), keys);
                for (int key = 0; key < KEYS; key++) {
                    RealServer was = before.get(key);
                    RealServer is = after.get(key);
                    assertThat(is == was || was == changed && newcomer == null || is == newcomer)
                            .as(
                                    "scenario %d: %s of %s moves %s from %s to %s",
                                    scenario, change, changed, keys.get(key), was, is)
                            .isTrue();
                    assertThat(is).as("scenario %d", scenario).isNotSameAs(newcomer == null ? changed : null);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveAReturningServerItsKeysBack(Subjects subject) {
        boolean remembers = subject == Subjects.HT_RR || subject == Subjects.HT_RR_LOCAL;
        for (int scenario = 0; scenario < SCENARIOS && !remembers; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random, 2 + random.nextInt(6), false);
            List<String> keys = List.of("/a" + scenario, "/b" + scenario, "/c" + scenario);
            Picker picker = subject.picker(pool.snapshot());
            List<RealServer> before = picks(picker, keys);
            String name = pool.server(random.nextInt(pool.size())).name();
            pool.up(name, false);
            Picker without = subject.after(picker, pool.snapshot());
            pool.up(name, true);
            assertThat(picks(subject.after(without, pool.snapshot()), keys))
                    .as("scenario %d", scenario)
                    .isEqualTo(before);
        }
    }

    @Test
    void anchorShouldRestoreWhatWasRemovedLast() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofSize(3 + random.nextInt(6));
            List<String> keys = List.of("/a" + scenario, "/b" + scenario, "/c" + scenario);
            Picker picker = Subjects.ANCHOR.picker(pool.snapshot());
            List<String> before = names(picks(picker, keys));
            int index = random.nextInt(pool.size());
            String name = pool.server(index).name();
            pool.remove(name);
            Picker without = Subjects.ANCHOR.after(picker, pool.snapshot());
            pool.insert(random.nextInt(pool.size() + 1), name, 1);
            assertThat(names(picks(Subjects.ANCHOR.after(without, pool.snapshot()), keys)))
                    .as("scenario %d", scenario)
                    .isEqualTo(before);
        }
    }

    @Test
    void jumpShouldMoveKeysOnlyToAServerAddedAtTheEnd() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            ProbePool pool = ProbePool.ofSize(1 + scenario % 40);
            List<String> keys = List.of("/a" + scenario, "/b" + scenario, "/c" + scenario);
            List<RealServer> before = picks(Subjects.JUMP.picker(pool.snapshot()), keys);
            pool.add("new", 1);
            List<RealServer> after = picks(Subjects.JUMP.picker(pool.snapshot()), keys);
            for (int key = 0; key < keys.size(); key++) {
                assertThat(after.get(key)).as("scenario %d", scenario).isIn(before.get(key), pool.server("new"));
            }
        }
    }

    @Test
    void boundedRingShouldNeverPassItsBound() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random, 1 + random.nextInt(7), false);
            double factor = 1 + random.nextInt(5) / 4.0;
            ServerPool snapshot = pool.snapshot();
            Picker picker = new BoundedRingPicker(snapshot, RingPoints.karger(snapshot, 6), Subjects.KEYS, factor);
            long weights =
                    snapshot.members().stream().mapToLong(PoolMember::weight).sum();
            for (int load = 0; load < 30; load++) {
                ProbeServer picked = (ProbeServer) picker.pick(new ProbeRequest().key("/hot" + random.nextInt(3)));
                picked.addInFlight(1);
                double bound = Math.ceil(
                        factor * (load + 1) * snapshot.memberOf(picked).weight() / weights);
                assertThat((double) picked.inFlight())
                        .as("scenario %d", scenario)
                        .isLessThanOrEqualTo(bound);
            }
        }
    }

    @Test
    void roundRobinAssignmentShouldSpreadNewSlotsEvenly() {
        int slots = 1 << 10;
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofSize(1 + random.nextInt(7));
            Picker picker = new AssignmentPicker(pool.snapshot(), Subjects.KEYS, slots, random.nextBoolean());
            Set<Long> used = new HashSet<>();
            for (int key = 0; used.size() < 3 * pool.size(); key++) {
                String text = scenario + "/" + key;
                if (used.add(Long.remainderUnsigned(Md5.h64(text), slots))) {
                    ((ProbeServer) picker.pick(new ProbeRequest().key(text))).addInFlight(1);
                }
            }
            for (int index = 0; index < pool.size(); index++) {
                assertThat(pool.server(index).inFlight())
                        .as("scenario %d", scenario)
                        .isEqualTo(3);
            }
        }
    }

    /** A full table for each of 100 pools, whose servers fill up and are excluded 100 times each. */
    @Test
    void maglevShouldPickOnlyEligibleServersAndKeepTheOthersKeys() {
        for (int table = 0; table < SCENARIOS / 100; table++) {
            Random random = new Random(SEED + table);
            ProbePool pool = randomPool(random, 1 + random.nextInt(9), false);
            Picker all = new MaglevPicker(pool.snapshot(), Subjects.KEYS);
            ProbeServer down = pool.server(random.nextInt(pool.size()));
            pool.up(down.name(), false);
            ServerPool snapshot = pool.snapshot();
            Picker picker = new MaglevPicker(snapshot, Subjects.KEYS);
            for (int scenario = 0; scenario < 100; scenario++) {
                changeLoads(pool, random);
                ProbeRequest request = request(random, pool);
                RealServer picked = picker.pick(request);
                boolean any = snapshot.members().stream()
                        .anyMatch(member -> member.usable() && !request.excludes(member.server()));
                assertThat(picked != null)
                        .as("table %d, scenario %d", table, scenario)
                        .isEqualTo(any);
                assertThat(picked == null || snapshot.memberOf(picked).usable() && !request.excludes(picked))
                        .isTrue();
                down.saturated(false);
                RealServer before = all.pick(request);
                assertThat(before == down || before == picked)
                        .as("table %d, scenario %d", table, scenario)
                        .isTrue();
            }
        }
    }

    @Test
    void weightedPickersShouldShareKeysByWeight() {
        ServerPool pool = ProbePool.ofWeights(1, 2, 3, 4).snapshot();
        share(new RendezvousPicker(pool, Subjects.URL), 0.01);
        share(new MixedRendezvousPicker(pool, Subjects.URL), 0.01);
        share(new MaglevPicker(pool, Subjects.KEYS), 0.01);
        share(new RingPicker(pool, RingPoints.karger(pool, 160), Subjects.KEYS), 0.03);
        share(new RingPicker(pool, RingPoints.nginx(pool, 160), RingPoints.nginxKeys(Subjects.URL)), 0.04);
        share(new BalancedRingPicker(pool, Subjects.KEYS, 40), 0.03);
        share(new CarpPicker(pool, Subjects.URL), 0.06);
    }

    /** Slow start: the weights are in units of a hundredth meanwhile. */
    @ParameterizedTest
    @EnumSource(names = {"HRW", "HRW_MIX"})
    void rendezvousShouldMoveKeysOnlyToTheServerWhoseWeightGrows(Subjects subject) {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofWeights(random.ints(2 + random.nextInt(6), 1, 5)
                    .map(weight -> weight * 100)
                    .toArray());
            pool.weightScale(100);
            List<String> keys = IntStream.range(0, KEYS)
                    .mapToObj(key -> "/" + random.nextInt(1_000_000))
                    .toList();
            String growing = pool.server(random.nextInt(pool.size())).name();
            List<RealServer> before = picks(subject.picker(pool.snapshot()), keys);
            pool.weight(growing, pool.member(pool.indexOf(growing)).weight() + 1 + random.nextInt(300));
            List<RealServer> after = picks(subject.picker(pool.snapshot()), keys);
            for (int key = 0; key < before.size(); key++) {
                assertThat(after.get(key))
                        .as("scenario %d, key %d", scenario, key)
                        .isIn(before.get(key), pool.server(growing));
            }
        }
    }

    @Test
    void reconstructedRingShouldHalveTheRingsDeviation() {
        ServerPool pool = Vectors.caches(16).snapshot();
        double ring = deviation(new RingPicker(pool, RingPoints.karger(pool, 40), Subjects.KEYS));
        double balanced = deviation(new BalancedRingPicker(pool, Subjects.KEYS, 40));
        assertThat(balanced).isLessThan(ring / 2);
    }

    private static void share(Picker picker, double tolerance) {
        int[] counts = new int[4];
        for (int key = 0; key < 40_000; key++) {
            counts[
                    "ABCD"
                            .indexOf(picker.pick(new ProbeRequest().key("http://a/" + key))
                                    .name())]++;
        }
        for (int index = 0; index < 4; index++) {
            assertThat(counts[index] / 40_000.0)
                    .as("%s, server %d", picker.getClass().getSimpleName(), index)
                    .isCloseTo((index + 1) / 10.0, within(tolerance));
        }
    }

    private static double deviation(Picker picker) {
        int[] counts = new int[17];
        for (int key = 0; key < 40_000; key++) {
            counts[
                    Integer.parseInt(picker.pick(new ProbeRequest().key("http://a/" + key))
                            .name()
                            .substring(5))]++;
        }
        double mean = 40_000 / 16.0;
        return Math.sqrt(IntStream.rangeClosed(1, 16)
                                .mapToDouble(index -> (counts[index] - mean) * (counts[index] - mean))
                                .sum()
                        / 16)
                / mean;
    }

    private static ProbePool randomPool(Random random, int size, boolean equalWeights) {
        int weight = 1 + random.nextInt(3);
        return ProbePool.ofWeights(IntStream.range(0, size)
                .map(index -> equalWeights ? weight : 1 + random.nextInt(4))
                .toArray());
    }

    private static void changeStates(ProbePool pool, Random random) {
        for (int index = 0; index < pool.size(); index++) {
            String name = pool.server(index).name();
            pool.up(name, random.nextInt(4) > 0);
            if (random.nextInt(6) == 0) {
                pool.weight(name, 0);
            }
        }
    }

    private static void changeLoads(ProbePool pool, Random random) {
        for (int index = 0; index < pool.size(); index++) {
            pool.server(index).saturated(random.nextInt(4) == 0).inFlight(random.nextInt(20));
        }
    }

    private static ProbeRequest request(Random random, ProbePool pool) {
        ProbeRequest request = new ProbeRequest().nowNanos(random.nextLong());
        if (random.nextInt(10) > 0) {
            request.key("http://www.example.com/" + random.nextInt(1_000));
        }
        if (pool.size() > 0 && random.nextInt(3) == 0) {
            request.excluding(pool.server(random.nextInt(pool.size())));
        }
        return request;
    }

    private static List<RealServer> picks(Picker picker, List<String> keys) {
        List<RealServer> picks = new ArrayList<>();
        keys.forEach(key -> picks.add(picker.pick(new ProbeRequest().key(key))));
        return picks;
    }

    private static List<String> names(List<RealServer> servers) {
        return servers.stream().map(RealServer::name).toList();
    }

    private enum Change {
        DOWN,
        DRAIN,
        LEAVE,
        JOIN;

        boolean ofState() {
            return this == DOWN || this == DRAIN;
        }

        /** The newcomer, if the change brings one. */
        @Nullable
        RealServer make(ProbePool pool, ProbeServer changed) {
            switch (this) {
                case DOWN -> pool.up(changed.name(), false);
                case DRAIN -> pool.weight(changed.name(), 0);
                case LEAVE -> pool.remove(changed.name());
                case JOIN -> {
                    int weight = pool.member(0).placementWeight();
                    pool.insert(pool.indexOf(changed.name()), "new", weight);
                    return pool.server("new");
                }
            }
            return null;
        }
    }
}

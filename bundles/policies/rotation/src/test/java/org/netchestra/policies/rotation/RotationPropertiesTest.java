package org.netchestra.policies.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** The rotations' invariants over random pools; a failure prints the seed of its scenario. */
class RotationPropertiesTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_260_101L;

    @Test
    void roundRobinShouldFollowItsDefinition() {
        compare(RoundRobinPicker::new, ReferenceModels::roundRobin);
    }

    @Test
    void weightedRoundRobinShouldFollowTheKernelsGrid() {
        compare(WeightedRoundRobinPicker::new, ReferenceModels::grid);
    }

    @Test
    void smoothWeightedRoundRobinShouldFollowNginxsRule() {
        compare(SmoothWeightedRoundRobinPicker::new, ReferenceModels::smooth);
    }

    @Test
    void blockSequenceShouldFollowThePaper() {
        compare(BlockSequencePicker::new, ReferenceModels::blocks);
    }

    @Test
    void weightedRotationsShouldGiveEveryServerItsExactShareOfAnyCycle() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            int[] weights = randomWeights(random, 1 + random.nextInt(8), 12);
            int sum = Arrays.stream(weights).sum();
            if (sum > 0) {
                exactShares(
                        new WeightedRoundRobinPicker(
                                ProbePool.ofWeights(weights).snapshot()),
                        weights,
                        random,
                        scenario);
                exactShares(
                        new SmoothWeightedRoundRobinPicker(
                                ProbePool.ofWeights(weights).snapshot()),
                        weights,
                        random,
                        scenario);
            }
        }
    }

    @Test
    void roundRobinShouldNeverLetTwoServersDifferByMoreThanOne() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofSize(1 + random.nextInt(9));
            Picker picker = new RoundRobinPicker(pool.snapshot());
            int[] counts = new int[pool.size()];
            for (int pick = 0; pick < 40; pick++) {
                counts[pool.indexOf(picker.pick(new ProbeRequest()).name())]++;
                assertThat(Arrays.stream(counts).max().getAsInt()
                                - Arrays.stream(counts).min().getAsInt())
                        .as("scenario %d", scenario)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void weightedRoundRobinShouldGoOnAfterAnEditAsTheKernelDoes() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            int[] weights = randomWeights(random, 1 + random.nextInt(6), 1 + random.nextInt(20));
            ProbePool pool = ProbePool.ofWeights(weights);
            boolean[] usable = new boolean[weights.length];
            Arrays.fill(usable, true);
            Picker picker = new WeightedRoundRobinPicker(pool.snapshot());
            ReferenceModels.Grid model = new ReferenceModels.Grid(weights);
            for (int pick = 0; pick < 30; pick++) {
                if (random.nextInt(6) == 0) {
                    int edited = random.nextInt(weights.length);
                    weights = weights.clone();
                    weights[edited] = (weights[edited] + 1 + random.nextInt(20)) % 21;
                    pool.weight(pool.server(edited).name(), weights[edited]);
                    model.edit(weights);
                    Picker next = new WeightedRoundRobinPicker(pool.snapshot());
                    next.adopt(picker);
                    picker = next;
                }
                int expected = model.next(usable);
                assertThat(picker.pick(new ProbeRequest()))
                        .as("scenario %d, pick %d", scenario, pick)
                        .isSameAs(expected < 0 ? null : pool.server(expected));
            }
        }
    }

    @Test
    void adoptionShouldNeverBreakARotation() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofWeights(randomWeights(random, 1 + random.nextInt(6), 5));
            for (Function<ServerPool, Picker> kind : kinds()) {
                Picker picker = kind.apply(pool.snapshot());
                for (int change = 0; change < 4; change++) {
                    pickSome(picker, pool, random.nextInt(10), scenario);
                    changeSomething(pool, random, change);
                    Picker next = kind.apply(pool.snapshot());
                    next.adopt(picker);
                    picker = next;
                }
                pickSome(picker, pool, 10, scenario);
            }
        }
    }

    private static void compare(Function<ServerPool, Picker> kind, Function<int[], ReferenceModels.Model> definition) {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            int[] weights = randomWeights(random, random.nextInt(9), 1 + random.nextInt(20));
            ProbePool pool = ProbePool.ofWeights(weights);
            Picker picker = kind.apply(pool.snapshot());
            ReferenceModels.Model model = definition.apply(weights);
            boolean[] usable = new boolean[weights.length];
            for (int pick = 0; pick < 40; pick++) {
                RealServer excluded = changeUsability(pool, usable, random);
                int expected = model.next(usable);
                RealServer picked = picker.pick(new ProbeRequest().excluding(excluded));
                assertThat(picked)
                        .as("scenario %d, weights %s, pick %d", scenario, Arrays.toString(weights), pick)
                        .isSameAs(expected < 0 ? null : pool.server(expected));
            }
        }
    }

    /** Saturates some servers and excludes at most one; most of the time all are usable. */
    private static RealServer changeUsability(ProbePool pool, boolean[] usable, Random random) {
        boolean calm = random.nextInt(3) > 0;
        int excluded = calm || usable.length == 0 ? -1 : random.nextInt(2 * usable.length);
        for (int index = 0; index < usable.length; index++) {
            boolean saturated = !calm && random.nextInt(3) == 0;
            pool.server(index).saturated(saturated);
            usable[index] = !saturated && index != excluded;
        }
        return excluded < 0 || excluded >= usable.length ? null : pool.server(excluded);
    }

    private static void exactShares(Picker picker, int[] weights, Random random, int scenario) {
        int divisor = Arrays.stream(weights).reduce(0, ReferenceModels::gcd);
        int cycle = Arrays.stream(weights).sum() / divisor;
        ProbePool names = ProbePool.ofWeights(weights);
        for (int lead = random.nextInt(cycle); lead > 0; lead--) {
            picker.pick(new ProbeRequest());
        }
        int[] counts = new int[weights.length];
        for (int pick = 0; pick < cycle; pick++) {
            counts[names.indexOf(picker.pick(new ProbeRequest()).name())]++;
        }
        assertThat(counts)
                .as("scenario %d", scenario)
                .isEqualTo(
                        Arrays.stream(weights).map(weight -> weight / divisor).toArray());
    }

    private static void pickSome(Picker picker, ProbePool pool, int count, int scenario) {
        for (int pick = 0; pick < count; pick++) {
            RealServer picked = picker.pick(new ProbeRequest());
            if (picked == null) {
                assertThat(pool.snapshot().members())
                        .as("scenario %d", scenario)
                        .noneMatch(member -> member.usable());
            } else {
                assertThat(pool.snapshot().memberOf(picked))
                        .as("scenario %d", scenario)
                        .isNotNull();
                assertThat(pool.snapshot().memberOf(picked).usable())
                        .as("scenario %d", scenario)
                        .isTrue();
            }
        }
    }

    private static void changeSomething(ProbePool pool, Random random, int change) {
        String name = pool.size() == 0
                ? null
                : pool.server(random.nextInt(pool.size())).name();
        switch (name == null ? 0 : random.nextInt(5)) {
            case 0 -> pool.insert(random.nextInt(pool.size() + 1), "new" + change, random.nextInt(4));
            case 1 -> pool.remove(name);
            case 2 -> pool.up(name, random.nextBoolean());
            case 3 -> pool.server(name).saturated(random.nextBoolean());
            default -> pool.weight(name, random.nextInt(6));
        }
    }

    private static int[] randomWeights(Random random, int size, int largest) {
        return random.ints(size, 0, largest + 1).toArray();
    }

    private static List<Function<ServerPool, Picker>> kinds() {
        return List.of(
                RoundRobinPicker::new,
                WeightedRoundRobinPicker::new,
                SmoothWeightedRoundRobinPicker::new,
                BlockSequencePicker::new);
    }
}

package org.netchestra.policies.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** What chance must keep: proportions, determinism under a seed, and the better of two. */
class RandomPickersTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_260_103L;

    @Test
    void randomShouldKeepTheWeightsProportions() {
        ProbePool pool = ProbePool.ofWeights(1, 2, 3, 0, 4);
        assertShares(new RandomPicker(pool.snapshot(), Dice.of(7)), pool, 0.1, 0.2, 0.3, 0, 0.4);
    }

    @Test
    void randomShouldKeepTheProportionsOfThoseThatAreUsable() {
        ProbePool pool = ProbePool.ofWeights(1, 94, 3, 2);
        pool.server("B").saturated(true);
        assertShares(new RandomPicker(pool.snapshot(), Dice.of(7)), pool, 1 / 6.0, 0, 3 / 6.0, 2 / 6.0);
    }

    @Test
    void randomShouldKeepTheWeightsProportionsWithEachThreadsOwnChance() {
        ProbePool pool = ProbePool.ofWeights(3, 1);
        assertShares(new RandomPicker(pool.snapshot(), Dice.of(Dice.NO_SEED)), pool, 0.75, 0.25);
    }

    @Test
    void twosShouldGiveTheFirstServerOneTicketMore() {
        ProbePool pool = ProbePool.ofWeights(1, 2, 3);
        assertShares(new TwosPicker(pool.snapshot(), Dice.of(7)), pool, 2 / 7.0, 2 / 7.0, 3 / 7.0);
    }

    @Test
    void equalSeedsShouldFallAlike() {
        ProbePool pool = ProbePool.ofSize(10);
        Picker one = new ChoicesPicker(pool.snapshot(), Dice.of(42), 2);
        Picker other = new ChoicesPicker(pool.snapshot(), Dice.of(42), 2);
        for (int pick = 0; pick < 1_000; pick++) {
            assertThat(one.pick(new ProbeRequest())).isSameAs(other.pick(new ProbeRequest()));
        }
    }

    @Test
    void twoChoicesOfTwoShouldTakeTheLessLoadedAWeight() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofWeights(1 + random.nextInt(9), 1 + random.nextInt(9));
            pool.server(0).inFlight(random.nextInt(20));
            pool.server(1).inFlight(random.nextInt(20));
            double load0 = (double) pool.server(0).inFlight() / pool.member(0).weight();
            double load1 = (double) pool.server(1).inFlight() / pool.member(1).weight();
            RealServer picked = new ChoicesPicker(pool.snapshot(), Dice.of(scenario + 1), 2).pick(new ProbeRequest());
            if (load0 != load1) {
                assertThat(picked).as("scenario %d", scenario).isSameAs(pool.server(load0 < load1 ? 0 : 1));
            }
        }
    }

    @Test
    void everyDrawShouldBeUsableAndNotExcluded() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random);
            Dice dice = Dice.of(scenario + 1);
            RealServer excluded =
                    pool.size() == 0 || random.nextBoolean() ? null : pool.server(random.nextInt(pool.size()));
            for (Picker picker : new Picker[] {
                new RandomPicker(pool.snapshot(), dice),
                new ChoicesPicker(pool.snapshot(), dice, 1 + random.nextInt(4)),
                new TwosPicker(pool.snapshot(), dice)
            }) {
                assertLegal(picker.pick(new ProbeRequest().excluding(excluded)), pool, excluded, scenario);
            }
        }
    }

    @Test
    void twosShouldFollowItsDefinition() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random);
            long sum = pool.snapshot().members().stream()
                    .filter(m -> m.usable())
                    .mapToLong(m -> m.weight())
                    .sum();
            long[] tickets = {random.nextInt((int) sum + 1), random.nextInt((int) sum + 1)};
            int[] thrown = {0};
            RealServer picked = new TwosPicker(pool.snapshot(), bound -> tickets[thrown[0]++]).pick(new ProbeRequest());
            assertThat(picked).as("scenario %d", scenario).isSameAs(sum == 0 ? null : twos(pool, tickets));
        }
    }

    private static RealServer twos(ProbePool pool, long[] tickets) {
        int first = holder(pool, tickets[0]);
        int second = holder(pool, tickets[1]);
        double loadFirst =
                256.0 * pool.server(first).inFlight() / pool.member(first).weight();
        double loadSecond =
                256.0 * pool.server(second).inFlight() / pool.member(second).weight();
        return pool.server(loadSecond < loadFirst ? second : first);
    }

    private static int holder(ProbePool pool, long ticket) {
        long sum = 0;
        for (int index = 0; index < pool.size(); index++) {
            sum += pool.member(index).usable() ? pool.member(index).weight() : 0;
            if (pool.member(index).usable() && sum >= ticket) {
                return index;
            }
        }
        throw new AssertionError("ticket " + ticket + " of " + sum);
    }

    private static ProbePool randomPool(Random random) {
        ProbePool pool =
                ProbePool.ofWeights(random.ints(random.nextInt(7), 0, 6).toArray());
        for (int index = 0; index < pool.size(); index++) {
            pool.up(pool.server(index).name(), random.nextInt(4) > 0);
            pool.server(index).saturated(random.nextInt(4) == 0).inFlight(random.nextInt(5));
        }
        return pool;
    }

    private static void assertLegal(RealServer picked, ProbePool pool, RealServer excluded, int scenario) {
        boolean possible = pool.snapshot().members().stream().anyMatch(m -> m.usable() && m.server() != excluded);
        assertThat(picked != null).as("scenario %d", scenario).isEqualTo(possible);
        if (picked != null) {
            assertThat(pool.snapshot().memberOf(picked).usable())
                    .as("scenario %d", scenario)
                    .isTrue();
            assertThat(picked).as("scenario %d", scenario).isNotSameAs(excluded);
        }
    }

    private static void assertShares(Picker picker, ProbePool pool, double... shares) {
        int picks = 200_000;
        double[] got = new double[shares.length];
        for (int pick = 0; pick < picks; pick++) {
            got[pool.indexOf(picker.pick(new ProbeRequest()).name())] += 1.0 / picks;
        }
        for (int index = 0; index < shares.length; index++) {
            assertThat(got[index]).as(Arrays.toString(got)).isCloseTo(shares[index], within(0.006));
        }
    }
}

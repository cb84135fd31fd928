package org.netchestra.policies.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.conformance.ProbeOutcome;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** The level in logarithms against the definition in plain numbers. */
class PeakEwmaTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_260_104L;
    private static final long TAU = 10_000_000_000L;

    /** The definition: a cost and when it was last touched; reading is a sample of nothing. */
    private static final class Plain {
        private double cost;
        private long touched;

        void observe(double rtt, long now) {
            double keep = Math.exp(-(double) (now - touched) / TAU);
            cost = rtt > cost ? rtt : cost * keep + rtt * (1 - keep);
            touched = now;
        }
    }

    @Test
    void shouldFollowItsDefinitionAndTakeTheCheapest() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofSize(1 + random.nextInt(5));
            PeakEwmaPicker picker = new PeakEwmaPicker(pool.snapshot(), TAU);
            Plain[] plain = new Plain[pool.size()];
            long now = random.nextLong() >>> 20;
            for (int index = 0; index < plain.length; index++) {
                plain[index] = new Plain();
                sample(picker, pool, plain, index, 1 + random.nextInt(1_000_000_000), now);
            }
            for (int step = 0; step < 12; step++) {
                now += random.nextInt(2_000_000_000);
                int index = random.nextInt(plain.length);
                if (random.nextBoolean()) {
                    sample(picker, pool, plain, index, 1 + random.nextInt(1_000_000_000), now);
                } else {
                    pool.server(index).inFlight(random.nextInt(4));
                    expectCheapest(picker, pool, plain, now, scenario);
                }
            }
        }
    }

    @Test
    void shouldNotBeAttractedByAServerThatFailsAtOnce() {
        ProbePool pool = ProbePool.ofSize(2);
        PeakEwmaPicker picker = new PeakEwmaPicker(pool.snapshot(), TAU);
        picker.onOutcome(ProbeOutcome.reply(pool.server("A"), 1_000_000, 1));
        picker.onOutcome(ProbeOutcome.reply(pool.server("B"), 5_000_000, 1));
        picker.onOutcome(ProbeOutcome.failure(pool.server("B"), 1_000, 2));
        assertThat(picker.averageSeconds(pool.server("B"), 2)).isCloseTo(0.005, within(1e-9));
        picker.onOutcome(ProbeOutcome.failure(pool.server("A"), 30_000_000_000L, 3));
        assertThat(picker.pick(new ProbeRequest().nowNanos(3))).isSameAs(pool.server("B"));
    }

    @Test
    void shouldKeepItsAveragesWhenThePoolChanges() {
        ProbePool pool = ProbePool.ofSize(2);
        PeakEwmaPicker before = new PeakEwmaPicker(pool.snapshot(), TAU);
        before.onOutcome(ProbeOutcome.reply(pool.server("A"), 900_000_000, 1));
        before.onOutcome(ProbeOutcome.reply(pool.server("B"), 100_000_000, 1));
        pool.insert(0, "new", 1);
        pool.server("new").inFlight(1);
        PeakEwmaPicker after = new PeakEwmaPicker(pool.snapshot(), TAU / 2);
        after.adopt(before);
        assertThat(after.averageSeconds(pool.server("A"), 1)).isCloseTo(0.9, within(1e-9));
        assertThat(after.pick(new ProbeRequest().nowNanos(1))).isSameAs(pool.server("B"));
    }

    private static void sample(PeakEwmaPicker picker, ProbePool pool, Plain[] plain, int index, long rtt, long now) {
        plain[index].observe(rtt, now);
        picker.onOutcome(ProbeOutcome.reply(pool.server(index), rtt, now));
    }

    private static void expectCheapest(PeakEwmaPicker picker, ProbePool pool, Plain[] plain, long now, int scenario) {
        int cheapest = 0;
        double[] cost = new double[plain.length];
        for (int index = 0; index < plain.length; index++) {
            plain[index].observe(0, now);
            cost[index] = plain[index].cost * (pool.server(index).inFlight() + 1);
            cheapest = cost[index] < cost[cheapest] ? index : cheapest;
            assertThat(picker.averageSeconds(pool.server(index), now))
                    .as("scenario %d", scenario)
                    .isCloseTo(plain[index].cost / 1e9, within(plain[index].cost / 1e9 * 1e-6));
        }
        int picked = pool.indexOf(picker.pick(new ProbeRequest().nowNanos(now)).name());
        assertThat(cost[picked]).as("scenario %d", scenario).isCloseTo(cost[cheapest], within(cost[cheapest] * 1e-6));
    }
}

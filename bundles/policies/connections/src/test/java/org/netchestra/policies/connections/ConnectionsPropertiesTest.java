package org.netchestra.policies.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;

/** The definitions over random pools and loads, with unlimited arithmetic; a failure prints its scenario. */
class ConnectionsPropertiesTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_260_102L;
    private static final ToLongFunction<PoolMember> ONE = member -> 1;
    private static final ToLongFunction<PoolMember> WEIGHT = PoolMember::weight;
    private static final Predicate<PoolMember> ANY = member -> true;

    @Test
    void leastConnectionShouldTakeTheSmallestOverhead() {
        compare(LeastConnectionPicker::new, new Rule(ANY, ConnectionsPropertiesTest::overhead, ONE));
    }

    @Test
    void weightedLeastConnectionShouldTakeTheSmallestOverheadAWeight() {
        compare(
                pool -> new WeightedLeastConnectionPicker(pool, Overhead.CLASSIC),
                new Rule(ANY, ConnectionsPropertiesTest::overhead, WEIGHT));
        compare(
                pool -> new WeightedLeastConnectionPicker(pool, Overhead.TOTAL),
                new Rule(ANY, member -> overhead(member) + member.server().inFlight(), WEIGHT));
    }

    @Test
    void shortestDelayShouldTakeTheSmallestDelayAWeight() {
        compare(ShortestDelayPicker::new, new Rule(ANY, ConnectionsPropertiesTest::delay, WEIGHT));
    }

    @Test
    void neverQueueShouldTakeTheFirstIdleElseTheShortestDelay() {
        compare(
                NeverQueuePicker::new,
                new Rule(
                        ANY,
                        member -> member.server().inFlight() == 0 ? 0 : delay(member),
                        member -> member.server().inFlight() == 0 ? 1 : member.weight()));
    }

    @Test
    void failoverShouldTakeTheHighestWeight() {
        compare(FailoverPicker::new, new Rule(ANY, member -> -member.weight(), ONE));
    }

    @Test
    void overflowShouldTakeTheHighestWeightThatIsNotFull() {
        compare(
                OverflowPicker::new,
                new Rule(member -> member.server().inFlight() <= member.weight(), member -> -member.weight(), ONE));
    }

    @Test
    void overflowShouldCompareInConfiguredUnits() {
        ProbePool pool = ProbePool.ofWeights(250, 100).weightScale(100);
        Picker picker = new OverflowPicker(pool.snapshot());
        StringBuilder picks = new StringBuilder();
        for (int pick = 0; pick < 6; pick++) {
            RealServer server = picker.pick(new ProbeRequest());
            picks.append(server == null ? "-" : server.name());
            if (server instanceof ProbeServer probe) {
                probe.addInFlight(1);
            }
        }
        assertThat(picks.toString()).isEqualTo("AAABB-");
    }

    @Test
    void firstShouldTakeTheFirstUsable() {
        compare(FirstPicker::new, new Rule(ANY, ONE, ONE));
    }

    @Test
    void leastTimeShouldTakeTheSmallestTimeTimesLoadAWeight() {
        compare(
                LeastTimePicker::new,
                new Rule(
                        ANY,
                        member -> member.server().responseTimeNanos()
                                * (member.server().inFlight() + 1),
                        WEIGHT));
    }

    @Test
    void leastTimeShouldTryAnUnmeasuredServerWithOneExchangeAtATime() {
        ProbePool pool = ProbePool.ofSize(2);
        pool.server("A").responseTimeNanos(1_000);
        Picker picker = new LeastTimePicker(pool.snapshot());
        assertThat(picker.pick(new ProbeRequest()).name()).isEqualTo("B");
        pool.server("B").inFlight(1);
        pool.server("A").inFlight(50);
        assertThat(picker.pick(new ProbeRequest()).name()).isEqualTo("A");
    }

    /** Smallest cost / divisor among the members it admits, the first of equals. */
    private record Rule(
            Predicate<PoolMember> admits, ToLongFunction<PoolMember> cost, ToLongFunction<PoolMember> divisor) {

        RealServer pick(List<PoolMember> usable) {
            PoolMember best = null;
            for (PoolMember member : usable) {
                if (admits.test(member)
                        && (best == null || product(member, best).compareTo(product(best, member)) < 0)) {
                    best = member;
                }
            }
            return best == null ? null : best.server();
        }

        private BigInteger product(PoolMember a, PoolMember b) {
            return BigInteger.valueOf(cost.applyAsLong(a)).multiply(BigInteger.valueOf(divisor.applyAsLong(b)));
        }
    }

    private static void compare(Function<ServerPool, Picker> kind, Rule rule) {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random);
            ServerPool snapshot = pool.snapshot();
            RealServer excluded =
                    pool.size() > 0 && random.nextInt(3) == 0 ? pool.server(random.nextInt(pool.size())) : null;
            List<PoolMember> usable = new ArrayList<>(snapshot.members());
            usable.removeIf(member -> !member.usable() || member.server() == excluded);
            assertThat(kind.apply(snapshot).pick(new ProbeRequest().excluding(excluded)))
                    .as("scenario %d", scenario)
                    .isSameAs(rule.pick(usable));
        }
    }

    private static ProbePool randomPool(Random random) {
        boolean large = random.nextInt(10) == 0;
        ProbePool pool = new ProbePool();
        for (int size = random.nextInt(8); size > 0; size--) {
            String name = "s" + size;
            pool.add(name, random.nextInt(large ? 65_536 : 5));
            pool.up(name, random.nextInt(6) > 0);
            pool.server(name)
                    .inFlight(random.nextInt(large ? 1_000_000 : 5))
                    .idleConnections(random.nextInt(large ? 1_000_000 : 600))
                    .responseTimeNanos(1 + random.nextInt(20))
                    .saturated(random.nextInt(6) == 0);
        }
        return pool;
    }

    private static long overhead(PoolMember member) {
        return 256L * member.server().inFlight() + member.server().idleConnections();
    }

    private static long delay(PoolMember member) {
        return member.server().inFlight() + 1L;
    }
}

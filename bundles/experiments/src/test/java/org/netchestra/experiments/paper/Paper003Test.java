package org.netchestra.experiments.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.experiments.paper.ClosedLoop.Architecture;
import org.netchestra.experiments.paper.Fact.Verdict;

class Paper003Test {

    private static Measurements measured;
    private static List<Fact> facts;

    @BeforeAll
    static void measure() {
        measured = Measurements.take(DeclaredPolicies.catalog(), 1);
        facts = new Facts(measured).all();
    }

    @Test
    void shouldHoldAgainstEveryFactOfTheTables() {
        assertThat(facts).hasSize(43);
        assertThat(facts).filteredOn(fact -> fact.verdict() == Verdict.GIVEN).hasSize(6);
        assertThat(facts)
                .filteredOn(fact -> fact.verdict() == Verdict.NOT_APPLICABLE)
                .hasSize(1);
    }

    @Test
    void shouldReproduceTheOrderInAllWorkloadsWhateverTheHost() {
        assertThat(facts)
                .filteredOn(fact -> fact.id().matches(".*\\.(dist\\.order16|dist\\.rr\\.scale|small\\.penalty)"))
                .hasSize(9)
                .allSatisfy(
                        fact -> assertThat(fact.verdict()).as(fact.toString()).isEqualTo(Verdict.REPRODUCED));
    }

    @Test
    void shouldCostOneServerWhatTheModelSays() {
        Workload surge = Workload.all().get(0);
        assertThat(measured.requestsPerSecond(surge.name(), Architecture.DISTRIBUTED, "RR", 1))
                .isCloseTo(1_000 / surge.localMillis(), within(1.0));
        assertThat(surge.mix().meanBytes()).isCloseTo(22_308, within(10.0));
    }

    @Test
    void hashingShouldStoreEachFileOnceAndRoundRobinEverywhere() {
        assertThat(measured.mean("Surge-100", Architecture.DISTRIBUTED, "HT_RR", 8, ClosedLoop.Outcome::copies))
                .isBetween(200.0, 800.0);
        assertThat(measured.mean(
                        "Surge-100", Architecture.DISTRIBUTED_ONE_TABLE, "HT_RR", 8, ClosedLoop.Outcome::copies))
                .isEqualTo(100);
        assertThat(measured.mean("Surge-100", Architecture.DISTRIBUTED, "CARP", 8, ClosedLoop.Outcome::copies))
                .isEqualTo(100);
    }

    @Test
    void comparisonShouldShowTheKeysThatMustMove() {
        AtomicLong clock = new AtomicLong();
        List<HashComparison.Row> rows =
                new HashComparison(DeclaredPolicies.catalog(), () -> clock.addAndGet(1_000_000)).rows();
        assertThat(rows).extracting(HashComparison.Row::policy).isEqualTo(HashComparison.POLICIES);
        assertThat(rows)
                .filteredOn(row -> !List.of("md5", "jump", "mh", "sh")
                        .contains(row.policy().split(" ", 2)[0]))
                .allSatisfy(
                        row -> assertThat(row.movedByLeave()).as(row.toString()).isBetween(0.05, 0.08));
        assertThat(rows.get(0).movedByLeave()).isCloseTo(15 / 16.0, within(0.01));
    }
}

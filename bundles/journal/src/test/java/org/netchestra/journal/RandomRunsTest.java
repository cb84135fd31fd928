package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction of up to six steps, pipelined or not, against servers that fail wherever they can: 100,000 seeded runs of the
 * journal's entries and transactions, driven as a dispatcher drives them, one small move of one random exchange at a time.
 *
 * <p>A ledger notes what was written to whom and what the client got; a {@link ReferenceExchange} follows every exchange by
 * simpler rules of its own. Time, servers and chance are the test's.
 */
final class RandomRunsTest {

    private static final int RUNS = 100_000;
    private static final int RUNS_A_JOURNAL = 2_000;

    @TempDir
    Path directory;

    @Test
    void shouldHoldTheInvariantsInEveryRun() throws IOException {
        Map<RandomRun.Tally, Integer> tallies = new EnumMap<>(RandomRun.Tally.class);
        Workbench bench = new Workbench(directory);
        for (int seed = 1; seed <= RUNS; seed++) {
            if (seed % RUNS_A_JOURNAL == 0) {
                assertThat(bench.journal.statistics().inFlight()).isZero();
                bench = new Workbench(directory);
            }
            RandomRun run = new RandomRun(seed, bench);
            try {
                run.go();
                run.check();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + run, failure);
            }
            run.tallies.forEach((tally, count) -> tallies.merge(tally, count, Integer::sum));
        }
        System.out.println(RUNS + " runs: " + tallies);
        assertThat(tallies.keySet())
                .as("every kind of thing happened")
                .containsExactlyInAnyOrder(RandomRun.Tally.values());
    }
}

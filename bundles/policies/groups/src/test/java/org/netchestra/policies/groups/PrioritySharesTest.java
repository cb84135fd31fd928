package org.netchestra.policies.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who takes how much when servers are missing. */
final class PrioritySharesTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_261_121L;

    @Test
    void shouldGiveTheSharesOfEnvoysDocumentation() {
        expect(new double[] {1, 1}, 1, 0);
        expect(new double[] {0.72, 1}, 1, 0);
        expect(new double[] {0.71, 1}, 0.994, 0.006);
        expect(new double[] {0.5, 1}, 0.7, 0.3);
        expect(new double[] {0.25, 1}, 0.35, 0.65);
        expect(new double[] {0, 1}, 0, 1);
        expect(new double[] {0.25, 0.25}, 0.5, 0.5);
        expect(new double[] {0.2, 0.2, 0.1}, 0.4, 0.4, 0.2);
    }

    @Test
    void shouldKeepTheInvariants() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            double overprovision = 1 + random.nextInt(30) / 10.0;
            double[] available = random.doubles(1 + random.nextInt(5))
                    .map(part -> random.nextInt(4) == 0 ? Math.rint(part) : part)
                    .toArray();
            PriorityShares shares = new PriorityShares(available, overprovision);
            check(available, overprovision, shares, "scenario " + scenario);
        }
    }

    private static void check(double[] available, double overprovision, PriorityShares shares, String scenario) {
        double total = Arrays.stream(available).map(a -> able(a, overprovision)).sum();
        double sum = 0;
        for (int group = 0; group < available.length; group++) {
            double able = able(available[group], overprovision);
            double most = total == 0 ? 1 : able / Math.min(1, total);
            assertThat(shares.of(group)).as(scenario).isBetween(0.0, most + 1e-9);
            boolean needed = sum < 1 - 1e-9;
            if (needed && total > 0) {
                assertThat(shares.of(group))
                        .as("%s: all it can", scenario)
                        .isEqualTo(Math.min(most, 1 - sum), within(1e-9));
            }
            sum += shares.of(group);
        }
        assertThat(sum).as(scenario).isEqualTo(1, within(1e-9));
        assertThat(shares.group(0.999_999_999)).as(scenario).isBetween(0, available.length - 1);
    }

    private static double able(double available, double overprovision) {
        return Math.min(1, available * overprovision);
    }

    private static void expect(double[] available, double... expected) {
        PriorityShares shares = new PriorityShares(available, 1.4);
        for (int group = 0; group < available.length; group++) {
            assertThat(shares.of(group))
                    .as("%s, group %d", Arrays.toString(available), group)
                    .isEqualTo(expected[group], within(0.0081));
        }
    }
}

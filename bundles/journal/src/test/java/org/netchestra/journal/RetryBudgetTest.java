package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldAllowAFifthOfTheLoad() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 1000; i++) {
            budget.request(i * SECOND / 1000);
        }
        assertThat(take(budget, SECOND - 1, 20, 0)).isEqualTo(200);
    }

    @Test
    void shouldAllowItsReserveWithoutAnyLoad() {
        assertThat(take(new RetryBudget(), 77 * SECOND, 20, 3)).isEqualTo(30);
    }

    @Test
    void shouldForgetAfterTenSeconds() {
        RetryBudget budget = new RetryBudget();
        assertThat(take(budget, 0, 20, 1)).isEqualTo(10);
        assertThat(budget.allows(9 * SECOND, 20, 1)).isFalse();
        assertThat(take(budget, 10 * SECOND, 20, 1)).isEqualTo(10);
    }

    @Test
    void shouldCountOnWhenTheClockIsNegative() {
        RetryBudget budget = new RetryBudget();
        budget.request(-5 * SECOND);
        assertThat(budget.allows(-4 * SECOND, 100, 0)).isTrue();
        assertThat(budget.allows(6 * SECOND, 100, 0)).isFalse();
    }

    @Test
    void shouldNeverGrantMoreThanItsShareInAnyWindow() {
        long seed = 4711;
        Random random = new Random(seed);
        RetryBudget budget = new RetryBudget();
        Deque<Long> requests = new ArrayDeque<>();
        Deque<Long> replays = new ArrayDeque<>();
        long now = 0;
        for (int i = 0; i < 200_000; i++) {
            now += random.nextInt(20_000_000);
            budget.request(now);
            requests.add(now);
            forget(requests, now - 10 * SECOND);
            forget(replays, now - 9 * SECOND);
            if (random.nextBoolean() && budget.allows(now, 20, 2)) {
                budget.replay(now);
                replays.add(now);
            }
            assertThat(replays.size()).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(20 + requests.size() / 5);
        }
    }

    private static void forget(Deque<Long> times, long before) {
        while (!times.isEmpty() && times.peek() <= before) {
            times.remove();
        }
    }

    private static int take(RetryBudget budget, long nowNanos, int percent, int reserve) {
        int taken = 0;
        while (budget.allows(nowNanos, percent, reserve)) {
            budget.replay(nowNanos);
            taken++;
        }
        return taken;
    }
}

package org.netchestra.workload.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void shouldBeDueByNumberAloneInOpenLoop() {
        Pace pace = Pace.fixedRate(1_000, 4);

        assertThat(pace.dueNanos(0, 77)).isEqualTo(1_000);
        assertThat(pace.dueNanos(1, 999_999_999_999L)).isEqualTo(250_001_000);
        assertThat(pace.dueNanos(4_000_000, 0)).isEqualTo(1_000 + 1_000_000_000_000_000L);
    }

    @Test
    void shouldNotDriftAtARateWhoseIntervalIsNoWholeNumber() {
        Pace pace = Pace.fixedRate(0, 30_000);

        assertThat(pace.dueNanos(30_000L * 3600, 0)).isBetween(3_599_999_999_000L, 3_600_000_001_000L);
    }

    @Test
    void shouldBeDueWhenAConnectionIsFreeInClosedLoop() {
        assertThat(Pace.asRepliesCome().dueNanos(5, 42)).isEqualTo(42);
    }
}

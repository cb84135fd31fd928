package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SlowStartTest {

    @Test
    void shouldGrowLinearlyFromItsMinimum() {
        SlowStart slowStart = new SlowStart(Duration.ofSeconds(60), 1.0, 10);

        assertThat(slowStart.percentAfter(Duration.ZERO)).isEqualTo(10);
        assertThat(slowStart.percentAfter(Duration.ofSeconds(3))).isEqualTo(10);
        assertThat(slowStart.percentAfter(Duration.ofSeconds(30))).isEqualTo(50);
        assertThat(slowStart.percentAfter(Duration.ofSeconds(60))).isEqualTo(100);
    }

    @Test
    void shouldGrowFasterAtFirstWhenAggressive() {
        SlowStart slowStart = new SlowStart(Duration.ofSeconds(100), 2.0, 1);

        assertThat(slowStart.percentAfter(Duration.ofSeconds(25))).isEqualTo(50);
        assertThat(slowStart.percentAfter(Duration.ofSeconds(81))).isEqualTo(90);
    }

    @Test
    void shouldBeOverAtOnceWhenOff() {
        assertThat(SlowStart.OFF.percentAfter(Duration.ZERO)).isEqualTo(100);
    }
}

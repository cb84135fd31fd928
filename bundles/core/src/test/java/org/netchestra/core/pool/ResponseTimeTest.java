package org.netchestra.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ResponseTimeTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldStartWithTheFirstSample() {
        ResponseTime time = new ResponseTime();

        time.record(5_000_000, 0);

        assertThat(time.nanos()).isEqualTo(5_000_000);
    }

    @Test
    void shouldForgetByTheClock() {
        ResponseTime time = new ResponseTime();
        time.record(1_000_000, 0);

        time.record(2_000_000, ResponseTime.TAU_NANOS);

        assertThat((double) time.nanos()).isCloseTo(1_000_000 + 1_000_000 * (1 - Math.exp(-1)), within(1000.0));
    }

    @Test
    void shouldSettleAtAConstantSignal() {
        ResponseTime time = new ResponseTime();
        time.record(9_000_000, 0);

        for (int second = 1; second <= 120; second++) {
            time.record(3_000_000, second * SECOND);
        }

        assertThat((double) time.nanos()).isCloseTo(3_000_000, within(1000.0));
    }
}

package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private final AtomicLong nowNanos = new AtomicLong(-5);
    private final AtomicInteger copies = new AtomicInteger();
    private final Reading<Integer> reading = new Reading<>(copies::incrementAndGet, nowNanos::get);

    @Test
    void shouldServeReadsWithinATenthOfASecondFromOneCopy() {
        assertThat(reading.get()).isEqualTo(1);
        nowNanos.addAndGet(Reading.MAX_AGE_NANOS - 1);
        assertThat(reading.get()).isEqualTo(1);
        nowNanos.addAndGet(1);
        assertThat(reading.get()).isEqualTo(2);
    }

    @Test
    void shouldReadAnewAfterForgetting() {
        reading.get();
        reading.forget();

        assertThat(reading.get()).isEqualTo(2);
    }
}

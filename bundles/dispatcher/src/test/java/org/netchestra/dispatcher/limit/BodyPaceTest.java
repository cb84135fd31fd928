package org.netchestra.dispatcher.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyPaceTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long GRACE = 20 * SECOND;

    private final BodyPace pace = new BodyPace();

    @Test
    void shouldGiveGraceAndThenTheTimeThatBytesBuy() {
        pace.begin(100, GRACE, 0);
        assertThat(pace.deadlineNanos()).isEqualTo(GRACE);

        pace.received(250);

        assertThat(pace.deadlineNanos()).isEqualTo(GRACE + 5 * SECOND / 2);
    }

    @Test
    void shouldNotCountTheTimeInWhichTheClientIsHeldBack() {
        pace.begin(100, GRACE, 0);
        pace.held(true, SECOND);
        assertThat(pace.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        pace.held(true, 2 * SECOND);
        pace.held(false, 100 * SECOND);
        pace.held(false, 200 * SECOND);

        assertThat(pace.deadlineNanos()).isEqualTo(GRACE + 99 * SECOND);
    }

    @Test
    void shouldWaitForNothingWithoutARateAndAfterTheEnd() {
        pace.begin(0, GRACE, 0);
        pace.received(1);
        assertThat(pace.deadlineNanos()).isEqualTo(Long.MAX_VALUE);

        pace.begin(100, GRACE, 0);
        pace.end();
        pace.received(1);
        pace.held(true, 1);
        pace.held(false, 2);
        assertThat(pace.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
}

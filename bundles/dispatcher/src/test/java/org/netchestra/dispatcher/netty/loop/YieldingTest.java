package org.netchestra.dispatcher.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class YieldingTest {

    private long now = Long.MAX_VALUE - 1000;
    private long others;
    private int yields;

    private final Yielding yielding = new Yielding(() -> now, () -> {
        yields++;
        now += others;
    });

    @Test
    void shouldGiveWayAfterATurnOfFewEvents() {
        turn(1);
        turn(6);

        assertThat(yields).isEqualTo(2);
    }

    @Test
    void shouldGoOnAtOnceAfterATurnOfManyEventsOrOfNone() {
        turn(7);
        turn(500);
        turn(0);

        assertThat(yields).isZero();
    }

    @Test
    void shouldGoOnGivingWayToThoseWhoAreQuick() {
        others = TimeUnit.MICROSECONDS.toNanos(900);
        for (int i = 0; i < 10; i++) {
            turn(1);
        }

        assertThat(yields).isEqualTo(10);
    }

    @Test
    void shouldNotGiveWayForSomeTimeToThoseWhoTakeAWholeSlice() {
        others = TimeUnit.MICROSECONDS.toNanos(1400);
        turn(1);
        now += TimeUnit.MILLISECONDS.toNanos(99);
        turn(1);
        assertThat(yields).isOne();

        now += TimeUnit.MILLISECONDS.toNanos(1);
        turn(1);
        assertThat(yields).isEqualTo(2);
    }

    private void turn(int events) {
        yielding.handled(events);
        yielding.beforeWaiting();
    }
}

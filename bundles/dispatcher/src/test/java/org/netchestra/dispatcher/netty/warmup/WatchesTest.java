package org.netchestra.dispatcher.netty.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a warm-up begins and ends. */
final class WatchesTest {

    private final AtomicLong value = new AtomicLong(1_000);
    private long now = TimeUnit.SECONDS.toNanos(100);

    @Test
    void theCompilerShouldRestWhenItHasWorkedLittleForAWhile() {
        CompilerWatch compiler = new CompilerWatch(value::get);
        compiler.begin(now);

        for (int i = 0; i < 10; i++) {
            value.addAndGet(300);
            assertThat(compiler.isAtRest(later(500))).isFalse();
        }
        value.addAndGet(20);
        assertThat(compiler.isAtRest(later(500))).isFalse();
        value.addAndGet(20);
        assertThat(compiler.isAtRest(later(500))).isTrue();
    }

    @Test
    void theCompilerShouldNotRestAtOnceUnderANewLoad() {
        CompilerWatch compiler = new CompilerWatch(value::get);
        compiler.begin(now);
        for (int i = 0; i < 3; i++) {
            compiler.isAtRest(later(500));
        }
        assertThat(compiler.isAtRest(now)).isTrue();

        compiler.begin(now);

        assertThat(compiler.isAtRest(later(500))).isFalse();
    }

    @Test
    void theProcessShouldBeIdleWhenItUsesLittleOfAProcessor() {
        IdleWatch process = new IdleWatch(value::get, now);

        value.addAndGet(TimeUnit.MILLISECONDS.toNanos(900));
        assertThat(process.wasIdle(later(1_000))).isFalse();
        value.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(process.wasIdle(later(1_000))).isTrue();
    }

    @Test
    void aProbeNowAndThenShouldNotBeTraffic() {
        TrafficWatch traffic = new TrafficWatch(value::get, now);

        for (int i = 0; i < 100; i++) {
            value.addAndGet(2);
            assertThat(traffic.hasCome(later(250))).isFalse();
        }
    }

    @Test
    void manyRequestsAtOnceShouldBeTrafficFromThenOn() {
        TrafficWatch traffic = new TrafficWatch(value::get, now);

        value.addAndGet(6);
        assertThat(traffic.hasCome(later(50))).isTrue();
        assertThat(traffic.hasCome(later(10_000))).isTrue();
    }

    private long later(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        return now;
    }
}

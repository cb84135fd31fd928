package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads in real calls that do not return: each must come out of its call, unharmed, and be good for the next one. */
final class PickMarkTest {

    private static final int LAST_JDK_THAT_STOPS = 19;

    private final CountDownLatch inside = new CountDownLatch(1);
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private volatile boolean over;
    private volatile int spins;

    @AfterEach
    void letGo() {
        over = true;
    }

    @Test
    void shouldSeeNothingInCallsThatReturn() {
        PickMark mark = new PickMark(Thread.currentThread());
        for (int call = 0; call < 3; call++) {
            mark.enter(call);
            mark.leave();
            assertThat(mark.stuckNanos(10_000_000_000L)).isZero();
        }
    }

    @Test
    void shouldSeeACallThatIsStillThereAtTheNextLook() {
        PickMark mark = new PickMark(Thread.currentThread());
        mark.enter(1_000);
        assertThat(mark.stuckNanos(2_000)).as("first seen").isZero();
        assertThat(mark.stuckNanos(5_000)).isEqualTo(4_000);
        mark.leave();
        mark.enter(6_000);
        assertThat(mark.stuckNanos(7_000)).as("another call").isZero();
    }

    @Test
    void shouldEndACallThatHeedsAnInterrupt() throws InterruptedException {
        PickMark mark = start(() -> LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(10)));
        assertThat(ended(mark)).isEqualTo("it heeded an interrupt");
        assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("returned, interrupted: false");
    }

    @Test
    void shouldEndACallThatLoops() throws InterruptedException {
        assumeThat(Runtime.version().feature()).isLessThanOrEqualTo(LAST_JDK_THAT_STOPS);
        PickMark mark = start(this::spin);
        assertThat(ended(mark)).isEqualTo("it was stopped by force");
        assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("stopped, interrupted: false");
    }

    @Test
    void shouldOutliveACallThatSwallowsItsEnd() throws InterruptedException {
        assumeThat(Runtime.version().feature()).isLessThanOrEqualTo(LAST_JDK_THAT_STOPS);
        PickMark mark = start(() -> {
            try {
                spin();
            } catch (ThreadDeath swallowed) {
                over = true;
            }
        });
        assertThat(ended(mark)).isEqualTo("it was stopped by force");
        assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("returned, interrupted: false");
    }

    @Test
    void shouldSayThatALaterJvmCannotStopIt() throws InterruptedException {
        assumeThat(Runtime.version().feature()).isGreaterThan(LAST_JDK_THAT_STOPS);
        PickMark mark = start(this::spin);
        assertThat(ended(mark)).contains("serves nobody until a restart");
        over = true;
        assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("returned, interrupted: false");
    }

    @Test
    void shouldLeaveACallAloneThatHasReturnedMeanwhile() {
        PickMark mark = new PickMark(Thread.currentThread());
        mark.enter(1);
        mark.stuckNanos(2);
        mark.leave();
        assertThat(mark.end()).isNull();
        mark.enter(3);
        assertThat(mark.end()).as("the next one").isNull();
        mark.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shouldLeaveAfterAnErrorOfTheCallsOwn() {
        PickMark mark = new PickMark(Thread.currentThread());
        mark.enter(1);
        assertThat(mark.ended(new StackOverflowError())).isFalse();
        mark.stuckNanos(2);
        assertThat(mark.stuckNanos(3)).isZero();
    }

    private void spin() {
        while (!over) {
            spins++;
        }
    }

    /** A thread that goes on after its first call with a thousand more, which nobody may disturb. */
    private PickMark start(Runnable call) throws InterruptedException {
        BlockingQueue<PickMark> marks = new LinkedBlockingQueue<>();
        Thread thread = new Thread(() -> {
            PickMark mark = new PickMark(Thread.currentThread());
            marks.add(mark);
            String end = "returned";
            mark.enter(1);
            inside.countDown();
            try {
                call.run();
                mark.leave();
            } catch (Error death) {
                end = mark.ended(death) ? "stopped" : "failed: " + death;
            }
            for (int next = 2; next < 1_000; next++) {
                mark.enter(next);
                mark.leave();
            }
            ends.add(end + ", interrupted: " + Thread.currentThread().isInterrupted());
        });
        thread.setDaemon(true);
        thread.start();
        inside.await();
        return marks.take();
    }

    private static String ended(PickMark mark) {
        mark.stuckNanos(2);
        assertThat(mark.stuckNanos(3)).isPositive();
        assertThat(mark.place()).contains("Thread-");
        return mark.end();
    }
}

package org.netchestra.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;

final class WaitingRoomTest {

    private final WaitingRoom room = new WaitingRoom();
    private final LiveServer one = new LiveServer("one", new ServerAddress("h", 1), 1);
    private final LiveServer two = new LiveServer("two", new ServerAddress("h", 2), 1);
    private final List<String> called = new ArrayList<>();

    private final class Named implements WaitingRoom.Waiter {
        final String name;
        final RealServer only;

        Named(String name, RealServer only) {
            this.name = name;
            this.only = only;
        }

        @Override
        public boolean wants(RealServer freed) {
            return only == null || only == freed;
        }

        @Override
        public void called() {
            called.add(name);
        }
    }

    @Test
    void shouldCallTheFirstWhoWantsTheServer() {
        room.enter(new Named("a", two), 9);
        room.enter(new Named("b", null), 9);
        room.enter(new Named("c", null), 9);

        assertThat(room.callNext(one)).isTrue();
        assertThat(room.callNext(two)).isTrue();
        assertThat(called).containsExactly("b", "a");
        assertThat(room.size()).isEqualTo(1);
    }

    @Test
    void shouldBeFullAtItsLimitAndLetThoseBackInWhoWereCalled() {
        Named a = new Named("a", null);
        assertThat(room.enter(a, 1)).isTrue();
        assertThat(room.enter(new Named("b", null), 1)).isFalse();
        room.callNext(one);
        assertThat(room.enter(new Named("c", null), 1)).isTrue();
        room.enterAgain(a);

        room.callAll();

        assertThat(called).containsExactly("a", "a", "c");
        assertThat(room.size()).isZero();
        assertThat(room.callNext(one)).isFalse();
    }

    @Test
    void shouldSayWhetherOneWhoLeavesWasStillThere() {
        Named a = new Named("a", null);
        room.enter(a, 9);

        assertThat(room.leave(a)).isTrue();
        assertThat(room.leave(a)).isFalse();
        assertThat(room.callNext(one)).isFalse();
    }

    @Test
    void shouldCallEveryoneOnceAmongManyThreads() throws InterruptedException {
        int waiters = 20_000;
        AtomicInteger calls = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < waiters; i++) {
                    room.enter(
                            new WaitingRoom.Waiter() {
                                @Override
                                public boolean wants(RealServer freed) {
                                    return true;
                                }

                                @Override
                                public void called() {
                                    calls.incrementAndGet();
                                }
                            },
                            Integer.MAX_VALUE);
                }
            }));
            threads.add(new Thread(() -> {
                while (calls.get() < 2 * waiters) {
                    room.callNext(one);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(calls.get()).isEqualTo(2 * waiters);
        assertThat(room.size()).isZero();
    }
}

package org.netchestra.journal.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalThreadsTest {

    /** Passed on from thread to thread as their affinity is. */
    private static final InheritableThreadLocal<String> STARTED_BY = new InheritableThreadLocal<>();

    private final ExecutorService eventLoop = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        eventLoop.shutdownNow();
    }

    @Test
    void shouldBeStartedByNoneOfThoseWhoGiveThemWork() throws Exception {
        STARTED_BY.set("the component");
        try (JournalThreads threads = new JournalThreads()) {
            List<String> starters = eventLoop
                    .submit(() -> {
                        STARTED_BY.set("an event loop");
                        return starters(threads);
                    })
                    .get(20, TimeUnit.SECONDS);

            assertThat(starters).containsOnly("the component");
        } finally {
            STARTED_BY.remove();
        }
    }

    /** Who started the writer and both readers, which wait for each other. */
    private static List<String> starters(JournalThreads threads) throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        List<Future<String>> asked = new ArrayList<>();
        for (ExecutorService pool : List.of(threads.writing, threads.reading, threads.reading)) {
            asked.add(pool.submit(() -> {
                all.countDown();
                assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
                return STARTED_BY.get();
            }));
        }
        List<String> starters = new ArrayList<>();
        for (Future<String> one : asked) {
            starters.add(one.get(20, TimeUnit.SECONDS));
        }
        return starters;
    }
}

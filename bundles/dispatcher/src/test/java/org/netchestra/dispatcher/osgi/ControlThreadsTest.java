package org.netchestra.dispatcher.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class ControlThreadsTest {

    @Test
    void shouldRunBeforeThereIsWorkSoThatNoEventLoopStartsThem() {
        ExecutorService single = ControlThreads.single("single of a test");
        ExecutorService scheduled = ControlThreads.scheduled("scheduled of a test");
        try {
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(Thread::isDaemon)
                    .extracting(Thread::getName)
                    .contains("single of a test", "scheduled of a test");
        } finally {
            single.shutdownNow();
            scheduled.shutdownNow();
        }
    }
}

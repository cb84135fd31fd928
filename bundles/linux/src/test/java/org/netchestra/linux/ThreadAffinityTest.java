package org.netchestra.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ThreadAffinityTest {

    private final ThreadAffinity affinity = new ThreadAffinity();

    @Test
    void shouldKnowAsManyProcessorsAsTheMachineLetsUsHave() throws Exception {
        assertThat(onOwnThread(affinity::allowed).size())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void shouldKeepAThreadToAProcessor() throws Exception {
        List<Integer> all = onOwnThread(affinity::allowed);
        List<Integer> last = all.subList(all.size() - 1, all.size());

        String kernel = onOwnThread(() -> {
            assertThat(affinity.keepTo(last)).isTrue();
            assertThat(affinity.allowed()).isEqualTo(last);
            return Files.readString(Path.of("/proc/thread-self/status"));
        });

        assertThat(kernel).contains("Cpus_allowed_list:\t" + last.get(0) + "\n");
    }

    @Test
    void shouldLeaveOtherThreadsAlone() throws Exception {
        List<Integer> before = affinity.allowed();

        onOwnThread(() -> affinity.keepTo(before.subList(0, 1)));

        assertThat(affinity.allowed()).isEqualTo(before);
    }

    @Test
    void shouldSayWhenTheKernelRefuses() throws Exception {
        List<Integer> before = affinity.allowed();

        assertThat(onOwnThread(() -> affinity.keepTo(List.of()))).isFalse();
        assertThat(onOwnThread(() -> affinity.keepTo(List.of(8191)))).isFalse();

        assertThat(affinity.allowed()).isEqualTo(before);
    }

    /** What is done to a thread ends with it. */
    private static <T> T onOwnThread(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "affinity-test");
        thread.start();
        thread.join();
        return task.get();
    }
}

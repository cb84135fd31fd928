package org.netchestra.dispatcher.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.core.os.ProcessorAffinity;

/** Which threads are told to keep to which processors; that the kernel does so is tested where the call is made. */
class KeepApartTest {

    private final BackgroundThreads threads = new BackgroundThreads();
    private final ExecutorService background = Executors.newCachedThreadPool(threads);
    private final Workers workers =
            new Workers("test-loop", 2, Transport.NIO, new Endpoints(background), () -> PipeSizer.NONE);
    private final Map<Thread, List<Integer>> kept = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        workers.stop();
        background.shutdownNow();
    }

    @Test
    void shouldGiveEachEventLoopAProcessorOfItsOwn() throws Exception {
        assertThat(workers.keepApart(machine(3, 5), threads)).containsExactly(3, 5);

        assertThat(keptBy(0)).containsExactly(3);
        assertThat(keptBy(1)).containsExactly(5);
    }

    @Test
    void shouldLeaveEventLoopsToTheKernelWhenProcessorsAreMoreOrFewer() throws Exception {
        for (ProcessorAffinity other : List.of(machine(0), machine(0, 1, 2), ProcessorAffinity.NONE)) {
            assertThat(workers.keepApart(other, threads)).isEmpty();
        }

        assertThat(keptBy(0)).isEmpty();
        assertThat(keptBy(1)).isEmpty();
    }

    @Test
    void shouldSayThatTheKernelRefuses() throws Exception {
        ProcessorAffinity refusing = new ProcessorAffinity() {
            @Override
            public List<Integer> allowed() {
                return List.of(0, 1);
            }

            @Override
            public boolean keepTo(List<Integer> some) {
                return false;
            }
        };

        assertThat(workers.keepApart(refusing, threads)).isEmpty();
    }

    @Test
    void shouldLetThreadsRunEverywhereThatEventLoopsStart() throws Exception {
        workers.keepApart(machine(3, 5), threads);

        Future<List<Integer>> onBackground = workers.all()
                .get(1)
                .loop()
                .submit(() -> background.submit(() -> kept.get(Thread.currentThread())))
                .get(20, TimeUnit.SECONDS);

        assertThat(onBackground.get(20, TimeUnit.SECONDS)).containsExactly(3, 5);
    }

    private List<Integer> keptBy(int worker) throws Exception {
        return workers.all()
                .get(worker)
                .loop()
                .submit(() -> kept.getOrDefault(Thread.currentThread(), List.of()))
                .get(20, TimeUnit.SECONDS);
    }

    private ProcessorAffinity machine(Integer... processors) {
        return new ProcessorAffinity() {
            @Override
            public List<Integer> allowed() {
                return List.of(processors);
            }

            @Override
            public boolean keepTo(List<Integer> some) {
                return kept.put(Thread.currentThread(), some) == null;
            }
        };
    }
}

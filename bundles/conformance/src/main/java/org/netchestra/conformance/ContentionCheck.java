package org.netchestra.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/** Four threads that pick, report outcomes and ask for scores at once, while servers fill up and empty. */
final class ContentionCheck implements Check {

    private static final int THREADS = 4;
    private static final int PICKS = 10_000;
    /** Long enough that threads meet on a busy machine too, where each may be given the processor for milliseconds. */
    private static final long NANOS = 250_000_000;

    private static final int BURST = 16;
    private static final int SERVERS = 16;
    private static final int DOWN = 3;
    private static final int DRAINED = 5;
    private static final int FILLING = 7;
    private static final String NONE = "";

    @Override
    public String rule() {
        return "it bears several threads at once";
    }

    @Override
    public @Nullable String breach(Subject subject) throws InterruptedException {
        ProbePool pool = ProbePool.ofSize(SERVERS);
        pool.up(pool.server(DOWN).name(), false);
        pool.weight(pool.server(DRAINED).name(), 0);
        ServerPool snapshot = pool.snapshot();
        Picker picker = subject.picker(snapshot);
        AtomicReference<@Nullable String> breach = new AtomicReference<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            Worker worker = new Worker(subject, picker, snapshot, pool, number, start, breach);
            Thread thread = new Thread(worker, "policy-conformance-" + number);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            // When the run's time is up, the workers that still can must not go on.
            breach.compareAndSet(null, NONE);
        }
        return NONE.equals(breach.get()) ? null : breach.get();
    }

    private record Worker(
            Subject subject,
            Picker picker,
            ServerPool snapshot,
            ProbePool pool,
            int number,
            CountDownLatch start,
            AtomicReference<@Nullable String> breach)
            implements Runnable {

        @Override
        public void run() {
            try {
                start.await();
                work();
            } catch (InterruptedException timeIsUp) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error failure) {
                // The boundary to a plug-in: whatever it throws is a finding.
                breach.compareAndSet(null, "threw " + CheckRun.describe(failure));
            }
        }

        private void work() {
            ProbeRequest request = new ProbeRequest().excluding(pool.server(number));
            long end = System.nanoTime() + NANOS;
            for (int pick = 0; breach.get() == null && (pick < PICKS || System.nanoTime() - end < 0); pick++) {
                request.key("/contention/" + pick % 500).nowNanos(pick * 1_000L);
                pool.server(FILLING).saturated(pick % 3 == 0);
                RealServer picked = burst(request);
                String objection = objection(picked, request);
                if (objection != null) {
                    breach.compareAndSet(null, "with " + THREADS + " threads it " + objection);
                }
                if (picked instanceof ProbeServer server) {
                    serve(server, request);
                }
            }
        }

        /** Several picks for one that is looked at, so that threads are nearly always within the policy. */
        private @Nullable RealServer burst(ProbeRequest request) {
            for (int pick = 1; pick < BURST; pick++) {
                picker.pick(request);
            }
            return picker.pick(request);
        }

        /** What is wrong whatever the other threads do: the server that fills up may be full or not. */
        private @Nullable String objection(@Nullable RealServer picked, ProbeRequest request) {
            return picked == pool.server(FILLING) ? null : subject.objection(picked, snapshot, request);
        }

        private void serve(ProbeServer server, ProbeRequest request) {
            server.addInFlight(1);
            picker.score(snapshot.member(pool.indexOf(server.name())), request);
            server.addInFlight(-1);
            picker.onOutcome(ProbeOutcome.reply(server, 1_000_000, request.nowNanos()));
        }
    }
}

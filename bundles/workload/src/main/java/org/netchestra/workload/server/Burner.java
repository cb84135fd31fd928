package org.netchestra.workload.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/** Burns processor time as the papers' servers do: a loop of N steps per request, on threads of its own. Thread-safe. */
final class Burner implements AutoCloseable {
    private final ExecutorService workers;

    Burner(int threads) {
        workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "burner");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Burns later; {@code done} is called on the worker with the loop's result. */
    void burn(long loops, LongConsumer done) {
        workers.execute(() -> done.accept(burn(loops)));
    }

    /** Marsaglia's xorshift: each step needs the one before, so no compiler can shorten it, and the result is used. */
    static long burn(long loops) {
        long x = 88172645463325252L;
        for (long i = 0; i < loops; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}

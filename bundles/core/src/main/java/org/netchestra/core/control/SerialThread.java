package org.netchestra.core.control;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.netchestra.core.config.InvalidConfigurationException;

/** Runs tasks one after another on the control plane's thread, and waits for each. Thread-safe. */
final class SerialThread {

    private final Executor executor;

    SerialThread(Executor executor) {
        this.executor = executor;
    }

    void run(Runnable task) {
        call(() -> {
            task.run();
            return Boolean.TRUE;
        });
    }

    /** The task's result; what it throws unchecked is thrown here. */
    <T> T call(Callable<T> task) {
        try {
            return submitted(task).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw failure;
        }
    }

    <T> T configure(Callable<T> task) throws InvalidConfigurationException {
        try {
            return call(task);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof InvalidConfigurationException invalid) {
                throw invalid;
            }
            throw failure;
        }
    }

    private <T> CompletableFuture<T> submitted(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception failure) {
                // Whatever it was belongs to the caller who waits.
                result.completeExceptionally(failure);
            }
        });
        return result;
    }
}

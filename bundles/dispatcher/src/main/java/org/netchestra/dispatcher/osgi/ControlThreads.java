package org.netchestra.dispatcher.osgi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the control plane. Each starts when it is made, and not with its first work: that may come from an event loop, which
 * keeps to a processor, and a thread starts with the affinity of the one that started it (pthread_create(3)).
 */
final class ControlThreads {

    private ControlThreads() {}

    /** One thread that does what it is given, in order. */
    static ExecutorService single(String name) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemon(name));
        thread.prestartCoreThread();
        return thread;
    }

    /** One thread that does what it is given when it is time. */
    static ScheduledExecutorService scheduled(String name) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, daemon(name));
        thread.prestartCoreThread();
        return thread;
    }

    /** Makes threads that nobody waits for when the process ends. */
    static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}

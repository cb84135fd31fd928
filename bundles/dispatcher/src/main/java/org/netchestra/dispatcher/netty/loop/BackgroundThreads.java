package org.netchestra.dispatcher.netty.loop;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.netchestra.core.os.ProcessorAffinity;

/**
 * Makes threads for what must not keep an event loop waiting. A thread starts with the affinity of the one that started it
 * (pthread_create(3)), so these, which event loops start, are told where they may run. Thread-safe.
 */
public final class BackgroundThreads implements ThreadFactory {

    private final ThreadFactory threads = new DefaultThreadFactory("netchestra-background", true);
    private volatile Runnable placement = () -> {};

    /** Lets threads that are made from now on run on all of these processors. */
    void runOn(ProcessorAffinity affinity, List<Integer> processors) {
        placement = () -> affinity.keepTo(processors);
    }

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(() -> {
            placement.run();
            work.run();
        });
    }
}

package org.netchestra.core.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.netchestra.api.event.ClusterEvents;

/**
 * Keeps the latest events and hands each to all listeners, in order, on the given executor. Thread-safe; memory is
 * bounded.
 */
public final class EventHub implements ClusterEvents {

    private static final int KEPT = 1024;

    private final Executor executor;
    private final Consumer<RuntimeException> failedListener;
    private final List<ClusterEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<ClusterEvent> recent = new ArrayDeque<>();
    private final Deque<ClusterEvent> waiting = new ArrayDeque<>();
    private boolean delivering;
    private long dropped;

    /**
     * @param executor runs the deliveries; one thread is enough
     * @param failedListener told when a listener throws; the others still hear the event
     */
    public EventHub(Executor executor, Consumer<RuntimeException> failedListener) {
        this.executor = executor;
        this.failedListener = failedListener;
    }

    public void add(ClusterEventListener listener) {
        listeners.add(listener);
    }

    public void remove(ClusterEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void publish(ClusterEvent event) {
        synchronized (recent) {
            keep(recent, event);
            dropped += keep(waiting, event);
            if (delivering) {
                return;
            }
            delivering = true;
        }
        executor.execute(this::deliver);
    }

    private static int keep(Deque<ClusterEvent> events, ClusterEvent event) {
        events.addLast(event);
        if (events.size() <= KEPT) {
            return 0;
        }
        events.removeFirst();
        return 1;
    }

    private void deliver() {
        for (ClusterEvent event = next(); event != null; event = next()) {
            for (ClusterEventListener listener : listeners) {
                deliver(event, listener);
            }
        }
    }

    private @Nullable ClusterEvent next() {
        synchronized (recent) {
            ClusterEvent event = waiting.pollFirst();
            delivering = event != null;
            return event;
        }
    }

    private void deliver(ClusterEvent event, ClusterEventListener listener) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException failure) {
            failedListener.accept(failure);
        }
    }

    @Override
    public List<ClusterEvent> recent(int max) {
        synchronized (recent) {
            List<ClusterEvent> all = new ArrayList<>(recent);
            return List.copyOf(all.subList(Math.max(0, all.size() - max), all.size()));
        }
    }

    @Override
    public long dropped() {
        synchronized (recent) {
            return dropped;
        }
    }
}

package org.netchestra.camel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;

/**
 * Hands the cluster's events to the routes and keeps the last thousand for those that start later. Thread-safe; an
 * event costs one short lock.
 */
public final class EventRelay implements EventSource, ClusterEventListener {

    static final int KEPT = 1000;
    static final long COMES_BACK_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private final Deque<ClusterEvent> kept = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<String, Departure> departures = new HashMap<>();
    private long heard;

    public EventRelay(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized void onEvent(ClusterEvent event) {
        heard++;
        kept.addLast(event);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        subscriptions.forEach(subscription -> subscription.listener.accept(event));
    }

    @Override
    public synchronized Registration subscribe(String subscriber, int recent, Consumer<ClusterEvent> listener) {
        long missed = missed(departures.remove(subscriber), recent);
        kept.stream().skip(Math.max(0, kept.size() - missed)).forEach(listener);
        Subscription subscription = new Subscription(subscriber, listener);
        subscriptions.add(subscription);
        return subscription;
    }

    private long missed(@Nullable Departure departure, int recent) {
        return departure == null || isLongAgo(departure) ? recent : heard - departure.heard();
    }

    private boolean isLongAgo(Departure departure) {
        return nanoClock.getAsLong() - departure.atNanos() > COMES_BACK_WITHIN_NANOS;
    }

    private synchronized void leave(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            departures.values().removeIf(this::isLongAgo);
            departures.put(subscription.subscriber, new Departure(heard, nanoClock.getAsLong()));
        }
    }

    /** How many events the relay had heard when a subscriber left, and when that was. */
    private record Departure(long heard, long atNanos) {}

    /** One subscriber; compared by identity, so that the same listener may subscribe twice. */
    private final class Subscription implements Registration {

        private final String subscriber;
        private final Consumer<ClusterEvent> listener;

        Subscription(String subscriber, Consumer<ClusterEvent> listener) {
            this.subscriber = subscriber;
            this.listener = listener;
        }

        @Override
        public void close() {
            leave(this);
        }
    }
}

package org.netchestra.camel;

import java.util.function.Consumer;
import org.netchestra.api.event.ClusterEvent;

/** Where the consumers of {@code netchestra:events} get their events. Thread-safe. */
public interface EventSource {

    /**
     * Subscribes until the registration is closed.
     *
     * <p>A subscriber that comes back soon after it left goes on where it stopped, so that a route loses and repeats
     * nothing while it is replaced.
     *
     * @param subscriber its name, the route's id
     * @param recent how many past events a subscriber without a past gets first
     * @param listener called in the order of the events, by one thread at a time; must not block
     */
    Registration subscribe(String subscriber, int recent, Consumer<ClusterEvent> listener);

    /** Ends a subscription; the listener is not called after {@code close} returned. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}

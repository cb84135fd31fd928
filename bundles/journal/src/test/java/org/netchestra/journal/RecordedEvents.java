package org.netchestra.journal;

import java.util.ArrayList;
import java.util.List;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEvents;

/** Keeps all events. */
final class RecordedEvents implements ClusterEvents {

    private final List<ClusterEvent> events = new ArrayList<>();

    @Override
    public synchronized void publish(ClusterEvent event) {
        events.add(event);
    }

    @Override
    public synchronized List<ClusterEvent> recent(int max) {
        return List.copyOf(events);
    }

    @Override
    public long dropped() {
        return 0;
    }

    List<String> messages() {
        return recent(Integer.MAX_VALUE).stream().map(ClusterEvent::message).toList();
    }

    synchronized void clear() {
        events.clear();
    }
}

package org.netchestra.management.osgi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.osgi.service.component.annotations.Component;

/**
 * Hears events for {@link Management}. A component of its own, without references: Management needs the services of the
 * very bundle that binds listeners, and a listener that waits for its publisher is a circle.
 */
@Component(service = {ClusterEventListener.class, EventRelay.class})
public final class EventRelay implements ClusterEventListener {

    private final List<ClusterEventListener> listeners = new CopyOnWriteArrayList<>();

    void add(ClusterEventListener listener) {
        listeners.add(listener);
    }

    void remove(ClusterEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void onEvent(ClusterEvent event) {
        listeners.forEach(listener -> listener.onEvent(event));
    }
}

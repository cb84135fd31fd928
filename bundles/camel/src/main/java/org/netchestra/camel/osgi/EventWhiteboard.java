package org.netchestra.camel.osgi;

import java.util.function.Consumer;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.netchestra.camel.EventRelay;
import org.netchestra.camel.EventSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Hears the cluster's events from the moment this bundle starts, long before the Camel context is up. */
@Component(
        immediate = true,
        service = {ClusterEventListener.class, EventSource.class})
public final class EventWhiteboard implements ClusterEventListener, EventSource {

    private final EventRelay relay = new EventRelay(System::nanoTime);

    @Activate
    public EventWhiteboard() {}

    @Override
    public void onEvent(ClusterEvent event) {
        relay.onEvent(event);
    }

    @Override
    public Registration subscribe(String subscriber, int recent, Consumer<ClusterEvent> listener) {
        return relay.subscribe(subscriber, recent, listener);
    }
}

package org.netchestra.dispatcher.osgi;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.core.event.EventHub;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers the cluster's events to all listeners, and writes each into the log. */
@Component(service = ClusterEvents.class, immediate = true)
public final class EventsComponent implements ClusterEvents {

    private static final Logger LOG = LoggerFactory.getLogger("org.netchestra.events");

    private final ExecutorService thread = ControlThreads.single("netchestra-events");
    private final EventHub hub =
            new EventHub(thread, failure -> LOG.warn("a listener of cluster events failed", failure));

    @Activate
    public EventsComponent() {
        hub.add(EventsComponent::log);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(ClusterEventListener listener) {
        hub.add(listener);
    }

    void unbindListener(ClusterEventListener listener) {
        hub.remove(listener);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
            LOG.warn("cluster events were left undelivered");
        }
    }

    @Override
    public void publish(ClusterEvent event) {
        if (!thread.isShutdown()) {
            hub.publish(event);
        }
    }

    @Override
    public List<ClusterEvent> recent(int max) {
        return hub.recent(max);
    }

    @Override
    public long dropped() {
        return hub.dropped();
    }

    /** The log's layout writes line breaks as two characters, lest anybody forge an entry: each line is one, the further ones set in. */
    private static void log(ClusterEvent event) {
        Consumer<String> entry = switch (event.severity()) {
            case ERROR -> LOG::error;
            case WARNING -> LOG::warn;
            default -> LOG::info;
        };
        event.message().replace("\n", "\n    ").lines().forEach(entry);
    }
}

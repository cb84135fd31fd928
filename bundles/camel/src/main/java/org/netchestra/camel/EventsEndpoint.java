package org.netchestra.camel;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code netchestra:events}: what happens to the cluster, as messages. Options: {@code topics}, {@code virtualServer},
 * {@code severity}, {@code queueSize} and {@code recent}; {@code routes/README.md} explains them to users.
 */
@ManagedResource(description = "Events of the cluster, as messages for routes")
public final class EventsEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private static final int LARGEST_QUEUE = 1_000_000;

    private final EventSource source;
    private final EventFilter filter;
    private final int queueSize;
    private final int recent;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    private EventsEndpoint(
            String uri,
            NetchestraComponent component,
            EventSource source,
            EventFilter filter,
            int queueSize,
            int recent) {
        super(uri, component);
        this.source = source;
        this.filter = filter;
        this.queueSize = queueSize;
        this.recent = recent;
    }

    /** The kind of endpoint to give to a {@link NetchestraComponent} as {@code events}. */
    public static EndpointKind of(EventSource source) {
        return (component, uri, path, parameters) -> create(source, component, uri, path, parameters);
    }

    private static EventsEndpoint create(
            EventSource source,
            NetchestraComponent component,
            String uri,
            String path,
            Map<String, Object> parameters) {
        if (!path.isEmpty()) {
            throw new IllegalArgumentException("netchestra:events/" + path + " (expected: netchestra:events)");
        }
        EventFilter filter = EventFilter.of(
                Objects.requireNonNullElse(component.text(parameters, "topics"), "*"),
                component.text(parameters, "virtualServer"),
                Objects.requireNonNullElse(component.text(parameters, "severity"), "info"));
        int queueSize = component.number(parameters, "queueSize", EventRelay.KEPT, 1, LARGEST_QUEUE);
        int recent = component.number(parameters, "recent", 0, 0, EventRelay.KEPT);
        return new EventsEndpoint(uri, component, source, filter, queueSize, recent);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        EventsConsumer consumer = new EventsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                getEndpointUri() + ": to (expected: from; nothing can be sent to events)");
    }

    /** Any number of routes may hear the events; each gets all. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @ManagedAttribute(description = "Events handed to the route since this endpoint was made")
    public long getDeliveredEvents() {
        return delivered.sum();
    }

    @ManagedAttribute(description = "Events dropped because the route was slower than the events")
    public long getDroppedEvents() {
        return dropped.sum();
    }

    EventSource source() {
        return source;
    }

    EventFilter filter() {
        return filter;
    }

    int queueSize() {
        return queueSize;
    }

    int recent() {
        return recent;
    }

    void countDelivered() {
        delivered.increment();
    }

    void countDropped(long events) {
        dropped.add(events);
    }
}

package org.netchestra.camel;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a route for each event, one after the other, on a thread of its own. The events' thread only puts into a
 * bounded queue; what a slow route cannot take is dropped, counted and said.
 */
final class EventsConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(EventsConsumer.class);
    private static final long STOP_WITHIN_MILLIS = 2_000;
    private static final long SAY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final EventsEndpoint endpoint;
    private @Nullable Run run;

    EventsConsumer(EventsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        run = new Run();
    }

    @Override
    protected void doStop() throws Exception {
        Run ending = run;
        run = null;
        if (ending != null) {
            ending.end();
        }
        super.doStop();
    }

    private String name() {
        return Objects.requireNonNullElse(getRouteId(), endpoint.getEndpointUri());
    }

    private void deliver(ClusterEvent event) {
        Exchange exchange = createExchange(false);
        try {
            fill(exchange.getMessage(), event);
            getProcessor().process(exchange);
        } catch (Exception failure) {
            // The boundary to code of users: whatever a route throws concerns this one event.
            exchange.setException(failure);
        }
        endpoint.countDelivered();
        if (exchange.getException() != null) {
            getExceptionHandler().handleException("event not processed", exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }

    private static void fill(Message message, ClusterEvent event) {
        message.setBody(event);
        message.setHeader(EventHeaders.TOPIC, event.topic());
        message.setHeader(EventHeaders.SEVERITY, EventText.severity(event.severity()));
        message.setHeader(EventHeaders.TIME, EventText.time(event.time()));
        message.setHeader(EventHeaders.JSON, EventText.json(event));
        setUnlessNull(message, EventHeaders.VIRTUAL_SERVER, event.virtualServer());
        setUnlessNull(message, EventHeaders.SERVER, event.server());
        setUnlessNull(message, EventHeaders.REASON, event.details().get("reason"));
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, event.time().toEpochMilli());
    }

    private static void setUnlessNull(Message message, String header, @Nullable String value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    /** From one start to the next stop: the queue, its thread and the subscription. */
    private final class Run {

        private final EventQueue queue = new EventQueue(endpoint.queueSize());
        private final ExecutorServiceManager executors =
                endpoint.getCamelContext().getExecutorServiceManager();
        private final ExecutorService thread =
                executors.newSingleThreadExecutor(EventsConsumer.this, "netchestra-events");
        private final EventSource.Registration registration;
        private long saidDropped = endpoint.getDroppedEvents();
        private long saidAtNanos = System.nanoTime() - SAY_AGAIN_NANOS;

        Run() {
            thread.execute(this::work);
            registration = endpoint.source().subscribe(name(), endpoint.recent(), this::offer);
        }

        private void offer(ClusterEvent event) {
            if (endpoint.filter().matches(event) && queue.offer(event)) {
                endpoint.countDropped(1);
            }
        }

        private void work() {
            try {
                for (ClusterEvent event = queue.take(); event != null; event = queue.take()) {
                    sayDropped(SAY_AGAIN_NANOS);
                    deliver(event);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** What waits is still delivered, unless the route takes too long for that. */
        void end() {
            registration.close();
            queue.close();
            executors.shutdownGraceful(thread, STOP_WITHIN_MILLIS);
            endpoint.countDropped(queue.discard());
            sayDropped(0);
        }

        private synchronized void sayDropped(long quietNanos) {
            long dropped = endpoint.getDroppedEvents() - saidDropped;
            long nowNanos = System.nanoTime();
            if (dropped > 0 && nowNanos - saidAtNanos >= quietNanos) {
                saidDropped += dropped;
                saidAtNanos = nowNanos;
                LOG.warn(
                        "{}: {} events dropped, the route is slower than the events (queueSize = {})",
                        name(),
                        dropped,
                        endpoint.queueSize());
            }
        }
    }
}

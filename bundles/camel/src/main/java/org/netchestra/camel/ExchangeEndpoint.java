package org.netchestra.camel;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultEndpoint;
import org.netchestra.api.route.RequestSender;

/**
 * {@code netchestra:exchange/shop}: from it, the requests of virtual server {@code shop} (with {@code path = camel}); to it,
 * a request to one of its real servers. Options: {@code threads} and {@code queueSize}; {@code routes/README.md} explains
 * them to users.
 */
@ManagedResource(description = "Requests of a virtual server, as messages for a route")
public final class ExchangeEndpoint extends DefaultEndpoint {

    private static final int DEFAULT_THREADS = 64;
    private static final int MOST_THREADS = 10_000;
    private static final int DEFAULT_QUEUE = 1_000;
    private static final int LARGEST_QUEUE = 1_000_000;

    private final ExchangeGates gates;
    private final String virtualServer;
    private final int threads;
    private final int queueSize;
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    private ExchangeEndpoint(
            String uri,
            NetchestraComponent component,
            ExchangeGates gates,
            String virtualServer,
            int threads,
            int queue) {
        super(uri, component);
        this.gates = gates;
        this.virtualServer = virtualServer;
        this.threads = threads;
        queueSize = queue;
    }

    /** The kind of endpoint to give to a {@link NetchestraComponent} as {@code exchange}. */
    public static EndpointKind of(ExchangeGates gates) {
        return (component, uri, path, parameters) -> create(gates, component, uri, path, parameters);
    }

    private static ExchangeEndpoint create(
            ExchangeGates gates,
            NetchestraComponent component,
            String uri,
            String path,
            Map<String, Object> parameters) {
        if (path.isEmpty() || path.indexOf('/') >= 0) {
            throw new IllegalArgumentException("netchestra:exchange/" + path
                    + " (expected: netchestra:exchange/ and the name of a virtual server)");
        }
        int threads = component.number(parameters, "threads", DEFAULT_THREADS, 1, MOST_THREADS);
        int queue = component.number(parameters, "queueSize", DEFAULT_QUEUE, 0, LARGEST_QUEUE);
        return new ExchangeEndpoint(uri, component, gates, path, threads, queue);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ExchangeConsumer consumer = new ExchangeConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new ExchangeProducer(this);
    }

    @ManagedAttribute(description = "Requests that the route has answered")
    public long getCompletedRequests() {
        return completed.sum();
    }

    @ManagedAttribute(description = "Requests that the route failed to answer")
    public long getFailedRequests() {
        return failed.sum();
    }

    @ManagedAttribute(description = "Requests refused because all threads were busy and the queue full")
    public long getRejectedRequests() {
        return rejected.sum();
    }

    ExchangeGate gate() {
        return gates.gate(virtualServer);
    }

    RequestSender sender() {
        return gates.sender();
    }

    String virtualServer() {
        return virtualServer;
    }

    int threads() {
        return threads;
    }

    int queueSize() {
        return queueSize;
    }

    void countCompleted() {
        completed.increment();
    }

    void countFailed() {
        failed.increment();
    }

    void countRejected() {
        rejected.increment();
    }
}

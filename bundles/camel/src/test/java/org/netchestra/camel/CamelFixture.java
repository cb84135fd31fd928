package org.netchestra.camel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A plain Camel context with the component, and the relay that feeds it. */
final class CamelFixture implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> beans = new HashMap<>();
    final EventRelay relay = new EventRelay(System::nanoTime);
    final TestDispatcher dispatcher = new TestDispatcher();
    final DefaultCamelContext context = newContext();

    CamelFixture() {
        context.start();
    }

    /** Makes a bean known to the context and to those of trials, as an OSGi service is known to all. */
    void bind(String name, Object bean) {
        beans.put(name, bean);
        context.getRegistry().bind(name, bean);
    }

    private DefaultCamelContext newContext() {
        DefaultCamelContext made = new DefaultCamelContext();
        made.disableJMX();
        made.setStreamCaching(false);
        made.getShutdownStrategy().setTimeout(5);
        made.addComponent(
                "netchestra",
                new NetchestraComponent(
                        Map.of("events", EventsEndpoint.of(relay), "exchange", ExchangeEndpoint.of(dispatcher.gates))));
        beans.forEach(made.getRegistry()::bind);
        return made;
    }

    RouteTrial trial() {
        return new RouteTrial(this::newTrial);
    }

    private CamelContext newTrial() {
        return newContext();
    }

    static void waitFor(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        context.stop();
        dispatcher.close();
    }
}

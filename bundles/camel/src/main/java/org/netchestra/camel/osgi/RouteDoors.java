package org.netchestra.camel.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.ExchangeRoute;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RequestSender;
import org.netchestra.camel.ExchangeGates;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Where requests of virtual servers come into Camel's routes, and leave them again. Routes may wait for a dispatcher to come. */
@Component(service = RouteDoors.class)
public final class RouteDoors implements RequestSender {

    private final BundleContext bundle;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(RouteDoors::daemon);
    private final ExchangeGates gates = new ExchangeGates(this::publish, timer, this);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable RequestSender dispatcher;

    @Activate
    public RouteDoors(BundleContext bundle) {
        this.bundle = bundle;
    }

    ExchangeGates gates() {
        return gates;
    }

    private Runnable publish(String virtualServer, ExchangeRoute route) {
        ServiceRegistration<ExchangeRoute> registration = bundle.registerService(
                ExchangeRoute.class,
                route,
                FrameworkUtil.asDictionary(Map.of(ExchangeRoute.VIRTUAL_SERVER, virtualServer)));
        return registration::unregister;
    }

    @Override
    public Reply send(String virtualServer, RequestHead head, InputStream body) throws IOException {
        RequestSender sender = dispatcher;
        if (sender == null) {
            throw new IOException("dispatcher: none (expected: feature netchestra-dispatcher running)");
        }
        return sender.send(virtualServer, head, body);
    }

    @Deactivate
    void deactivate() {
        timer.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "netchestra-routes");
        thread.setDaemon(true);
        return thread;
    }
}

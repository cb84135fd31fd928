package org.netchestra.dispatcher.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.ExchangeRoute;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RequestSender;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Lets routes take requests, and send them on to real servers. Thread-safe. */
@Component(service = RequestSender.class)
public final class RouteWhiteboard implements RequestSender {

    private final DataPlane dataPlane;
    private final Map<ServiceReference<ExchangeRoute>, ExchangeRoute> routes = new TreeMap<>(Comparator.reverseOrder());

    @Activate
    public RouteWhiteboard(@Reference DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + ExchangeRoute.VIRTUAL_SERVER + "=*)")
    synchronized void bindRoute(ExchangeRoute route, ServiceReference<ExchangeRoute> reference) {
        routes.put(reference, route);
        choose(virtualServer(reference));
    }

    synchronized void unbindRoute(ServiceReference<ExchangeRoute> reference) {
        routes.remove(reference);
        choose(virtualServer(reference));
    }

    /** Of several the first by ranking, as the framework orders them. */
    private void choose(String virtualServer) {
        @Nullable ExchangeRoute best = null;
        for (Map.Entry<ServiceReference<ExchangeRoute>, ExchangeRoute> entry : routes.entrySet()) {
            if (best == null && virtualServer(entry.getKey()).equals(virtualServer)) {
                best = entry.getValue();
            }
        }
        dataPlane.dispatcher().routes().set(virtualServer, best);
    }

    private static String virtualServer(ServiceReference<ExchangeRoute> reference) {
        return String.valueOf(reference.getProperty(ExchangeRoute.VIRTUAL_SERVER));
    }

    @Override
    public Reply send(String virtualServer, RequestHead head, InputStream body) throws IOException {
        return dataPlane.dispatcher().sender().send(virtualServer, head, body);
    }
}

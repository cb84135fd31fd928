package org.netchestra.api.route;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the requests of a virtual server with {@code path = camel}. A service with the property {@link #VIRTUAL_SERVER}; of
 * several for one virtual server the one with the highest ranking is asked. Must be thread-safe.
 */
@ConsumerType
@FunctionalInterface
public interface ExchangeRoute {

    /** The service property that names the virtual server. */
    String VIRTUAL_SERVER = "netchestra.virtualserver";

    /** Takes over a request. Called on an event loop: hands the exchange to another thread and returns. */
    void accept(RoutedExchange exchange);
}

package org.netchestra.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a virtual server parts its requests. Immutable.
 *
 * @param routes in the order in which they are asked; requests that none takes go to the virtual server's own servers
 * @param pools the named pools, each as a virtual server of its own that is called {@code shop/images} and listens nowhere
 * @param sorry what happens to requests of a pool that has no server left; null to refuse them with a 503
 */
public record RoutingSpec(
        List<RouteSpec> routes,
        List<VirtualServerSpec> pools,
        @Nullable RouteAction sorry) {

    /** All requests go to the same servers. */
    public static final RoutingSpec NONE = new RoutingSpec(List.of(), List.of(), null);

    public RoutingSpec {
        routes = List.copyOf(routes);
        pools = List.copyOf(pools);
    }

    /** The name that the pool of a virtual server has among virtual servers. */
    public static String poolName(String virtualServer, String pool) {
        return virtualServer + "/" + pool;
    }
}

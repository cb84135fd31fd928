package org.netchestra.dispatcher.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.RouteAction;
import org.netchestra.core.config.RouteSpec;
import org.netchestra.core.config.RoutingSpec;
import org.netchestra.core.config.VirtualServerSpec;

/** Where connections go that are passed through encrypted: by the name that the client asks for (SNI, RFC 6066 section 3). */
public final class ServerNameRoutes {

    /** The virtual server's own servers. */
    public static final int DEFAULT_POOL = -1;

    private ServerNameRoutes() {}

    /**
     * The index of the pool that the first fitting route names, or {@link #DEFAULT_POOL}.
     *
     * @param name the name asked for; null when there is none
     */
    public static int pool(VirtualServerSpec spec, @Nullable String name) {
        String host = name == null ? "" : name.toLowerCase(Locale.ROOT);
        for (RouteSpec route : spec.routing().routes()) {
            if (takes(route, host) && route.action() instanceof RouteAction.ToPool to) {
                return index(spec, to.pool());
            }
        }
        return DEFAULT_POOL;
    }

    private static boolean takes(RouteSpec route, String host) {
        for (String pattern : route.condition().hosts()) {
            boolean wildcard = pattern.startsWith("*.");
            boolean below = wildcard && host.length() >= pattern.length() && host.endsWith(pattern.substring(1));
            if (below || pattern.equals(host)) {
                return true;
            }
        }
        return route.condition().hosts().isEmpty();
    }

    private static int index(VirtualServerSpec spec, String pool) {
        String name = RoutingSpec.poolName(spec.name(), pool);
        for (int i = 0; i < spec.routing().pools().size(); i++) {
            if (spec.routing().pools().get(i).name().equals(name)) {
                return i;
            }
        }
        return DEFAULT_POOL;
    }
}

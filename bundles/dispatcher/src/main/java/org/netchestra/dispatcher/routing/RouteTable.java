package org.netchestra.dispatcher.routing;

import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.RouteAction;
import org.netchestra.core.config.RoutingSpec;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.PathMatch;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.netchestra.dispatcher.semantics.RequestTarget;

/** The routes of a virtual server in the order in which they are asked. Immutable; asking allocates nothing. */
public final class RouteTable {

    private final RoutingSpec spec;
    private final Route[] routes;
    private final boolean byPath;

    private final @Nullable Route sorry;

    public RouteTable(RoutingSpec spec) {
        this.spec = spec;
        routes = spec.routes().stream()
                .map(r -> new Route(r.condition(), r.action(), spec.pools()))
                .toArray(Route[]::new);
        RouteAction action = spec.sorry();
        sorry = action == null ? null : Route.always(action, spec.pools());
        boolean path = false;
        for (Route route : routes) {
            path |= route.hasPath();
        }
        byPath = path;
    }

    /** Whether it was made of this specification; quick when it was this very one. */
    public boolean isOf(RoutingSpec other) {
        return spec.equals(other);
    }

    /** Where requests go whose pool has no server left; null for nowhere. */
    public @Nullable Route sorry() {
        return sorry;
    }

    /** Whether no route can judge a request, because servers would read its path differently. */
    public boolean isDisguised(MessageHead request, RequestSemantics semantics) {
        RequestTarget target = semantics.target();
        return byPath && PathMatch.hasDotSegment(request.bytes(), target.pathStart(), target.endOfPath(request));
    }

    /** The first route that takes a request; null when none does. */
    public @Nullable Route find(MessageHead request, RequestSemantics semantics) {
        RequestTarget target = semantics.target();
        int pathEnd = byPath ? target.endOfPath(request) : 0;
        for (Route route : routes) {
            if (route.takes(request, target, pathEnd)) {
                return route;
            }
        }
        return null;
    }
}

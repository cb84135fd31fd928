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
    private final boolean byMethod;

    private final @Nullable Route sorry;

    public RouteTable(RoutingSpec spec) {
        this.spec = spec;
        routes = spec.routes().stream()
                .map(r -> new Route(r.condition(), r.action(), spec.pools()))
                .toArray(Route[]::new);
        RouteAction action = spec.sorry();
        sorry = action == null ? null : Route.always(action, spec.pools());
        boolean path = false;
        boolean method = false;
        for (Route route : routes) {
            path |= route.hasPath();
            method |= route.hasMethod();
        }
        byPath = path;
        byMethod = method;
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
        if (!byPath) {
            return false;
        }
        byte[] bytes = request.bytes();
        int end = target.endOfPath(request);
        return PathMatch.hasDotSegment(bytes, target.pathStart(), end)
                || PathMatch.hasStrayOctet(bytes, target.pathStart(), end);
    }

    /** Whether some route asks for the method, so that none but the one in the request line may count. */
    public boolean isByMethod() {
        return byMethod;
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

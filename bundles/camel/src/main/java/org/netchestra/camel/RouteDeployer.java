package org.netchestra.camel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds, replaces and removes the routes of files in a running Camel context, each file as one unit.
 *
 * <p>A file is first tried in a context of its own, so that most mistakes are found while the old routes still run. If
 * the new ones cannot start all the same, the old ones are put back. Thread-safe: one change at a time.
 */
public final class RouteDeployer {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDeployer.class);

    private final CamelContext context;
    private final RouteTrial trial;
    private final Map<String, Unit> units = new HashMap<>();

    /**
     * @param context where the routes run; started
     * @param trial where they are tried
     */
    public RouteDeployer(CamelContext context, RouteTrial trial) {
        this.context = context;
        this.trial = trial;
    }

    /** True for the names of files that hold routes: {@code *.camel.xml} and {@code *.camel.yaml}. */
    public static boolean isRouteFile(String name) {
        return RouteFile.isRouteFile(name);
    }

    /**
     * Runs the routes of a file in place of what the file said before.
     *
     * @return false when its content runs already
     * @throws RouteFileException when they cannot be used; what ran before goes on
     */
    public synchronized boolean deploy(String name, String content) throws RouteFileException {
        RouteFile file = new RouteFile(name, content);
        Unit old = units.get(name);
        if (old != null && old.file.equals(file)) {
            return false;
        }
        tryOut(file);
        stop(old);
        Unit unit = startOrRestore(file, old);
        units.put(name, unit);
        LOG.info("{}: routes {} {}", name, unit.routeIds(), old == null ? "started" : "replaced");
        return true;
    }

    /** Stops and forgets the routes of a file; does nothing when there are none. */
    public synchronized void remove(String name) {
        Unit unit = units.remove(name);
        if (unit != null) {
            stop(unit);
            LOG.info("{}: routes {} removed", name, unit.routeIds());
        }
    }

    private void tryOut(RouteFile file) throws RouteFileException {
        for (RouteDefinition route : trial.check(file)) {
            String owner = ownerOf(route.getId(), file);
            if (owner != null) {
                throw new RouteFileException(new RouteProblem(
                        file.name(),
                        route.getLineNumber(),
                        "route id " + route.getId(),
                        "an id of its own; " + owner + " has this one"));
            }
        }
    }

    private @Nullable String ownerOf(String routeId, RouteFile file) {
        for (Unit unit : units.values()) {
            if (!unit.file.name().equals(file.name()) && unit.routeIds().contains(routeId)) {
                return unit.file.name();
            }
        }
        return null;
    }

    private Unit startOrRestore(RouteFile file, @Nullable Unit old) throws RouteFileException {
        try {
            return start(file);
        } catch (RouteFileException failure) {
            restore(old, failure);
            throw failure;
        }
    }

    private void restore(@Nullable Unit old, RouteFileException failure) {
        if (old == null) {
            return;
        }
        units.remove(old.file.name());
        try {
            units.put(old.file.name(), start(old.file));
        } catch (RouteFileException second) {
            failure.addSuppressed(second);
        }
    }

    private Unit start(RouteFile file) throws RouteFileException {
        List<RouteDefinition> routes = List.of();
        try {
            routes = List.copyOf(file.parse(context));
            model().addRouteDefinitions(routes);
            return new Unit(file, routes);
        } catch (Exception failure) {
            // The boundary to Camel and to the components of users, which throw whatever they like.
            RouteProblem problem = RouteProblems.of(file, failure, routes);
            stop(new Unit(file, routes));
            throw new RouteFileException(problem, failure);
        }
    }

    private void stop(@Nullable Unit unit) {
        if (unit == null) {
            return;
        }
        try {
            model().removeRouteDefinitions(unit.routes);
        } catch (Exception failure) {
            // As above: a component of a user may throw while it stops, and must not keep its route alive.
            LOG.warn("{}: routes {} did not stop well", unit.file.name(), unit.routeIds(), failure);
        }
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** A file and the routes that run because of it. */
    private record Unit(RouteFile file, List<RouteDefinition> routes) {
        List<String> routeIds() {
            return routes.stream().map(RouteDefinition::getId).toList();
        }
    }
}

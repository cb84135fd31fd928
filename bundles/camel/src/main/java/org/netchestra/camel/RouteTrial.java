package org.netchestra.camel;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.netchestra.camel.RouteProblems.UnusableException;

/** Tries route files in a context of their own, like the one in use, in which no route is ever started. Thread-safe. */
public final class RouteTrial {

    private final Supplier<CamelContext> contexts;

    /** @param contexts makes a context with the components, languages and beans of the one in use; not yet started */
    public RouteTrial(Supplier<CamelContext> contexts) {
        this.contexts = contexts;
    }

    /**
     * Builds all of a file's routes and throws them away.
     *
     * @return the routes; for their ids and lines
     * @throws RouteFileException when the file cannot be parsed, or its routes cannot be built
     */
    List<RouteDefinition> check(RouteFile file) throws RouteFileException {
        List<RouteDefinition> routes = List.of();
        CamelContext context = contexts.get();
        try {
            context.start();
            routes = file.parse(context);
            Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
            requireRoutesOnly(routes, model);
            routes.forEach(route -> route.setAutoStartup("false"));
            model.addRouteDefinitions(routes);
            return routes;
        } catch (Exception failure) {
            // The boundary to Camel and to the components of users, which throw whatever they like.
            throw new RouteFileException(RouteProblems.of(file, failure, routes), failure);
        } finally {
            context.stop();
        }
    }

    /** What else Camel's languages have could not be taken away again when the file goes. */
    private static void requireRoutesOnly(List<RouteDefinition> routes, Model model) throws UnusableException {
        Map<String, Integer> others = Map.of(
                "beans", model.getCustomBeans().size(),
                "route configurations", model.getRouteConfigurationDefinitions().size(),
                "route templates", model.getRouteTemplateDefinitions().size(),
                "rests", model.getRestDefinitions().size());
        for (Map.Entry<String, Integer> other : others.entrySet()) {
            if (other.getValue() > 0) {
                throw new UnusableException(0, other.getKey(), "routes only; a bean is an OSGi service");
            }
        }
        if (routes.isEmpty()) {
            throw new UnusableException(1, "no route", "at least one route in Camel's XML or YAML DSL");
        }
    }
}

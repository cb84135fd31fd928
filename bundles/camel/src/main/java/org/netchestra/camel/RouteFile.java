package org.netchestra.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.netchestra.camel.RouteProblems.UnusableException;

/**
 * The text of one route file. Camel ties what it parsed to one context, so it is parsed anew for each.
 *
 * @param name the file as users know it: {@code routes/events.camel.xml}
 * @param content what it says
 */
record RouteFile(String name, String content) {

    private static final Pattern FILE_NAME = Pattern.compile("(?:.*/)?(?<stem>[^/]+)\\.camel\\.(?<language>xml|yaml)");

    /** True for the names of files that hold routes. */
    static boolean isRouteFile(String name) {
        return FILE_NAME.matcher(name).matches();
    }

    /**
     * Parses the routes; a route without id gets one made of the file's name.
     *
     * @throws Exception what Camel's parsers throw, see {@link RouteProblems}
     */
    List<RouteDefinition> parse(CamelContext context) throws Exception {
        List<RouteDefinition> routes = new ArrayList<>();
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(resource()))) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
            RouteBuilder routeBuilder = (RouteBuilder) builder;
            requireInputs(routeBuilder.configureRoutes(context).getRoutes());
            routeBuilder.prepareModel(context);
            routes.addAll(routeBuilder.getRouteCollection().getRoutes());
        }
        nameThoseWithoutId(routes);
        return routes;
    }

    /** Camel chooses the parser by all that follows the first dot, so that dots in the stem must go. */
    private Resource resource() {
        Matcher matcher = match();
        String stem = matcher.group("stem").replace('.', '-');
        return ResourceHelper.fromString("file:" + stem + ".camel." + matcher.group("language"), content);
    }

    private static void requireInputs(List<RouteDefinition> routes) throws UnusableException {
        for (RouteDefinition route : routes) {
            if (route.getInput() == null) {
                throw new UnusableException(
                        route.getLineNumber(), "a route without from", "from as a route's first step");
            }
        }
    }

    private void nameThoseWithoutId(List<RouteDefinition> routes) {
        for (int i = 0; i < routes.size(); i++) {
            if (!routes.get(i).hasCustomIdAssigned()) {
                routes.get(i).setId(match().group("stem") + (i == 0 ? "" : "-" + (i + 1)));
            }
        }
    }

    private Matcher match() {
        Matcher matcher = FILE_NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("name: " + name + " (expected: *.camel.xml or *.camel.yaml)");
        }
        return matcher;
    }
}

package org.netchestra.camel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** Turns what Camel throws at a bad route file into one line with the place, what is wrong and what was expected. */
final class RouteProblems {

    private static final Pattern PARSED_LINE = Pattern.compile("\\bline (\\d+)");
    private static final Pattern FAILED_STEP = Pattern.compile(">>> (.*?) <<<", Pattern.DOTALL);
    private static final Pattern OUR_OWN = Pattern.compile("(.*) \\(expected: (.*)\\)");
    private static final String LOCATION_TAIL =
            "(?s)\\s*( in file:| \\(position: |, please check your classpath|\\n).*";

    private static final String NAMESPACE = "'\\{[^}]*}";

    private static final List<Rule> RULES = List.of(
            new Rule("Unexpected element", "an element that Camel's XML DSL has at this place"),
            new Rule("Unexpected attribute|Unsupported attribute", "an attribute that this element has"),
            new Rule("Unknown node id", "a step of Camel's YAML DSL, such as to, log or choice"),
            new Rule("Unsupported field", "a property that this step has"),
            new Rule(
                    "No endpoint could be found",
                    "a component that is installed, such as log, file, http or netchestra"),
            new Rule("Unknown parameters", "options that this component has"),
            new Rule("No bean could be found", "a bean that is an OSGi service with this name as service.pid"),
            new Rule("No language could be found", "a language that is installed, such as simple, constant or header"),
            new Rule("expected symbol|unexpected token", "an expression that Camel's simple language can read"),
            new Rule("Multiple consumers|2nd consumer", "an endpoint that no other route reads from"),
            new Rule("has no children", "at least one step inside"),
            new Rule("tag|entity|quot|attribute|document", "well-formed XML"),
            new Rule("mapping|scalar|indent|token|block", "well-formed YAML, indented by spaces"));

    private RouteProblems() {}

    /** @param routes what was parsed before it failed; empty when parsing itself failed */
    static RouteProblem of(RouteFile file, Throwable failure, List<RouteDefinition> routes) {
        Throwable root = root(failure);
        if (root instanceof UnusableException unusable) {
            return new RouteProblem(file.name(), unusable.line, unusable.found, unusable.expected);
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        int line = line(failure, routes);
        Matcher ours = OUR_OWN.matcher(message);
        if (ours.matches()) {
            return new RouteProblem(file.name(), line, ours.group(1), ours.group(2));
        }
        String found = message.replaceFirst(LOCATION_TAIL, "").replaceAll(NAMESPACE, "'");
        return new RouteProblem(file.name(), line, found, expected(message));
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String expected(String message) {
        return RULES.stream()
                .filter(rule -> rule.pattern.matcher(message).find())
                .map(Rule::expected)
                .findFirst()
                .orElse("a route that Camel can start");
    }

    private static int line(Throwable failure, List<RouteDefinition> routes) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            int line = lineOf(next, routes);
            if (line > 0) {
                return line;
            }
        }
        return 0;
    }

    private static int lineOf(Throwable failure, List<RouteDefinition> routes) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof FailedToCreateRouteException create) {
            return stepLine(create.getRouteId(), message, routes);
        }
        if (failure instanceof FailedToStartRouteException start) {
            return stepLine(start.getRouteId(), message, routes);
        }
        return parsedLine(message);
    }

    /** A parser tells where a block began and then where it broke: the last line is the one to look at. */
    private static int parsedLine(String message) {
        int line = 0;
        for (Matcher matcher = PARSED_LINE.matcher(message); matcher.find(); ) {
            line = Integer.parseInt(matcher.group(1));
        }
        return line;
    }

    private static int stepLine(String routeId, String message, List<RouteDefinition> routes) {
        Matcher matcher = FAILED_STEP.matcher(message);
        String step = matcher.find() ? matcher.group(1) : "";
        return routes.stream()
                .filter(route -> route.getId().equals(routeId))
                .mapToInt(route -> stepLine(route, step))
                .findFirst()
                .orElse(0);
    }

    /** When no step is to blame it is the from. */
    private static int stepLine(RouteDefinition route, String step) {
        return steps(route)
                .filter(definition -> definition.toString().equals(step))
                .mapToInt(ProcessorDefinition::getLineNumber)
                .findFirst()
                .orElse(route.getInput().getLineNumber());
    }

    private static Stream<ProcessorDefinition<?>> steps(ProcessorDefinition<?> parent) {
        return parent.getOutputs().stream().flatMap(step -> Stream.concat(Stream.of(step), steps(step)));
    }

    /** What makes a message mean that. */
    private record Rule(Pattern pattern, String expected) {
        Rule(String pattern, String expected) {
            this(Pattern.compile(pattern), expected);
        }
    }

    /** Found by us, not by Camel. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1;

        private final int line;
        private final String found;
        private final String expected;

        UnusableException(int line, String found, String expected) {
            super(found);
            this.line = line;
            this.found = found;
            this.expected = expected;
        }
    }
}

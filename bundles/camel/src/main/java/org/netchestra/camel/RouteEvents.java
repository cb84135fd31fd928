package org.netchestra.camel;

import java.time.Instant;
import java.util.Map;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;
import org.netchestra.api.event.Topics;

/** What happened to a route file, as events of the cluster. */
public final class RouteEvents {

    private RouteEvents() {}

    /** The routes of a file run now. */
    public static ClusterEvent applied(Instant time, String file) {
        return event(time, Topics.CONFIGURATION_APPLIED, Severity.INFO, file + ": routes run", Map.of("file", file));
    }

    /** A file was refused; the details are those of every refused configuration. */
    public static ClusterEvent refused(Instant time, RouteFileException failure) {
        RouteProblem problem = failure.problem();
        Map<String, String> details = Map.of(
                "file", problem.file(),
                "line", Integer.toString(problem.line()),
                "key", "route",
                "value", problem.found(),
                "expected", problem.expected());
        return event(time, Topics.CONFIGURATION_REFUSED, Severity.WARNING, problem.toString(), details);
    }

    private static ClusterEvent event(
            Instant time, String topic, Severity severity, String message, Map<String, String> details) {
        return new ClusterEvent(time, topic, severity, null, null, message, details);
    }
}

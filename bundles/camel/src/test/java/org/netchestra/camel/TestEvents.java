package org.netchestra.camel;

import java.time.Instant;
import java.util.Map;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

/** Events for tests. */
final class TestEvents {

    static final Instant TIME = Instant.parse("2026-11-21T10:15:30.123456Z");

    private TestEvents() {}

    static ClusterEvent event(String topic, Severity severity, String virtualServer, String server) {
        Map<String, String> details = Map.of("reason", "refused", "old", "up", "new", "down");
        return new ClusterEvent(
                TIME,
                topic,
                severity,
                virtualServer,
                server,
                server == null ? "it runs" : server + " is down",
                details);
    }

    static ClusterEvent numbered(int number) {
        return new ClusterEvent(TIME, "server/state", Severity.INFO, "shop", "s" + number, "event " + number, Map.of());
    }
}

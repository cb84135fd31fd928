package org.netchestra.management;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;

/** An event as composite data. Immutable. Not a record: what JMX makes of records differs between JDKs. */
public final class EventRow {

    private final ClusterEvent event;

    EventRow(ClusterEvent event) {
        this.event = event;
    }

    /** When, ISO 8601 in UTC. */
    public String getTime() {
        return event.time().toString();
    }

    /** What kind: words parted by slashes. */
    public String getTopic() {
        return event.topic();
    }

    /** INFO, WARNING or ERROR. */
    public String getSeverity() {
        return event.severity().name();
    }

    public @Nullable String getVirtualServer() {
        return event.virtualServer();
    }

    public @Nullable String getServer() {
        return event.server();
    }

    public String getMessage() {
        return event.message();
    }

    /** The same facts for a program. */
    public Map<String, String> getDetails() {
        return event.details();
    }
}

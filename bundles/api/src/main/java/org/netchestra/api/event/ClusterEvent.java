package org.netchestra.api.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the cluster. Immutable.
 *
 * @param time when
 * @param topic what kind, one of {@link Topics}: words parted by slashes
 * @param severity how much it matters
 * @param virtualServer the virtual server concerned, or null
 * @param server the real server concerned, or null
 * @param message one line for a person
 * @param details the same facts for a program
 */
public record ClusterEvent(
        Instant time,
        String topic,
        Severity severity,
        @Nullable String virtualServer,
        @Nullable String server,
        String message,
        Map<String, String> details) {

    public ClusterEvent {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
        details = Map.copyOf(details);
    }
}

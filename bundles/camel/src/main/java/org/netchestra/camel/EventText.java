package org.netchestra.camel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

/** An event as one line: for people, and as JSON for programs. */
final class EventText {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EventText() {}

    /** {@code 2026-11-21T10:15:30.123Z WARNING server/state shop/s1: s1 is down}. */
    static String line(ClusterEvent event) {
        StringBuilder line = new StringBuilder(time(event.time()))
                .append(' ')
                .append(event.severity())
                .append(' ')
                .append(event.topic());
        String subject = subject(event.virtualServer(), event.server());
        if (!subject.isEmpty()) {
            line.append(' ').append(subject);
        }
        return line.append(": ").append(event.message()).toString().replaceAll("\\p{Cntrl}", "?");
    }

    /** Keys: time, topic, severity, virtualServer, server, message, details; those without a value are left out. */
    static String json(ClusterEvent event) {
        JsonObject json = new JsonObject();
        json.put("time", time(event.time()));
        json.put("topic", event.topic());
        json.put("severity", severity(event.severity()));
        putUnlessNull(json, "virtualServer", event.virtualServer());
        putUnlessNull(json, "server", event.server());
        json.put("message", event.message());
        if (!event.details().isEmpty()) {
            json.put("details", new JsonObject(new TreeMap<>(event.details())));
        }
        // Camel escapes each slash, which JSON allows but nobody greps for.
        return json.toJson().replace("\\/", "/");
    }

    static String time(Instant time) {
        return MILLIS.format(time);
    }

    static String severity(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String subject(@Nullable String virtualServer, @Nullable String server) {
        if (virtualServer == null) {
            return server == null ? "" : server;
        }
        return server == null ? virtualServer : virtualServer + "/" + server;
    }

    private static void putUnlessNull(JsonObject json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}

package org.netchestra.camel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

/**
 * Which events a route wants. Immutable.
 *
 * @param topics at least one must match the whole topic
 * @param virtualServer the virtual server the event must be about, or null for all
 * @param least the least severity
 */
record EventFilter(List<Pattern> topics, @Nullable String virtualServer, Severity least) {

    private static final Pattern TOPIC = Pattern.compile("[a-z*]+(/[a-z*]+)*");

    /**
     * Reads the options of an endpoint.
     *
     * @param topics topics parted by commas, {@code *} stands for any characters
     * @param virtualServer a name, or null for all
     * @param severity info, warning or error
     * @throws IllegalArgumentException naming the option, its value and what was expected
     */
    static EventFilter of(String topics, @Nullable String virtualServer, String severity) {
        List<Pattern> patterns =
                Arrays.stream(topics.split(",", -1)).map(EventFilter::pattern).toList();
        return new EventFilter(patterns, virtualServer, severity(severity));
    }

    boolean matches(ClusterEvent event) {
        return event.severity().compareTo(least) >= 0
                && (virtualServer == null || virtualServer.equals(event.virtualServer()))
                && topics.stream()
                        .anyMatch(topic -> topic.matcher(event.topic()).matches());
    }

    private static Pattern pattern(String word) {
        String topic = word.strip();
        if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("topics: " + word
                    + " (expected: topics parted by commas, * for any characters: server/*,policy/*)");
        }
        return Pattern.compile(topic.replace("*", ".*"));
    }

    private static Severity severity(String word) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("severity: " + word + " (expected: info, warning or error)"));
    }
}

package org.netchestra.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a route takes: those that meet every list that is not empty, by one of its entries; of the header conditions,
 * every one. Immutable.
 *
 * @param hosts host names in lower case without a port; {@code *.example.org} for all names below
 * @param paths paths; one that ends with {@code /} or {@code *} takes everything that begins so
 * @param methods methods, case-sensitive
 * @param headers conditions of header fields
 */
public record RouteCondition(
        List<String> hosts, List<String> paths, List<String> methods, List<HeaderCondition> headers) {

    /**
     * @param name the field's name
     * @param value the value it must have; one that ends with {@code *} takes all that begin so; null for any
     */
    public record HeaderCondition(String name, @Nullable String value) {}

    /** Takes every request. */
    public static final RouteCondition ANY = new RouteCondition(List.of(), List.of(), List.of(), List.of());

    public RouteCondition {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
    }
}

package org.netchestra.access;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request to the management endpoints must look like, whoever sends it: nothing a foreign web page can make a
 * logged-in browser send may change or read anything.
 */
public final class RequestGate {

    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> JSON = Set.of("application/json", "text/json");
    private static final Set<String> READING = Set.of("read", "list", "search", "version");

    private RequestGate() {}

    /**
     * Judges where a request comes from.
     *
     * @param host the Host header
     * @param origin the Origin header, sent by browsers with every POST
     * @param fetchSite the Sec-Fetch-Site header (W3C Fetch Metadata), sent by browsers with every request
     * @return why it is refused; empty if it may pass
     */
    public static Optional<String> foreign(@Nullable String host, @Nullable String origin, @Nullable String fetchSite) {
        if (fetchSite != null && !OWN_SITE.contains(fetchSite)) {
            return Optional.of("Sec-Fetch-Site: " + fetchSite + " (expected: same-origin)");
        }
        if (origin != null && !sameAuthority(origin, host)) {
            return Optional.of("Origin: " + origin + " (expected: this server)");
        }
        return Optional.empty();
    }

    /**
     * Judges a Jolokia request sent by GET: only what reads, and never as a script for another page.
     *
     * @param path the path below the endpoint, as in {@code /read/java.lang:type=Memory}
     * @param pathParameter the parameter {@code p}, which Jolokia takes for the path if there is none
     * @param callback the parameter {@code callback}, which asks for a script (JSONP)
     * @return why it is refused; empty if it may pass
     */
    public static Optional<String> changing(
            @Nullable String path, @Nullable String pathParameter, @Nullable String callback) {
        if (callback != null) {
            return Optional.of("callback (expected: none)");
        }
        String type = firstSegment(path);
        if (type.isEmpty()) {
            type = firstSegment(pathParameter);
        }
        return type.isEmpty() || READING.contains(type)
                ? Optional.empty()
                : Optional.of("GET " + type + " (expected: POST)");
    }

    /**
     * Judges a Jolokia request sent by POST: JSON, which a foreign page's form cannot send.
     *
     * @return why it is refused; empty if it may pass
     */
    public static Optional<String> notJson(@Nullable String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return JSON.contains(type)
                ? Optional.empty()
                : Optional.of("Content-Type: " + type + " (expected: application/json)");
    }

    private static boolean sameAuthority(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static String firstSegment(@Nullable String path) {
        if (path == null) {
            return "";
        }
        String stripped = path.replaceFirst("^/+", "");
        int slash = stripped.indexOf('/');
        return slash < 0 ? stripped : stripped.substring(0, slash);
    }
}

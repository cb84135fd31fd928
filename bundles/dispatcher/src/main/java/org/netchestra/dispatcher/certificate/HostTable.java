package org.netchestra.dispatcher.certificate;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a host name: an exact name goes before a wildcard, that before the default. A wildcard stands for one label
 * (RFC 6125 section 6.4.3). Immutable once filled.
 *
 * @param <T> what belongs to names
 */
public final class HostTable<T> {

    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> wildcards = new HashMap<>();
    private final T otherwise;

    /**
     * @param otherwise belongs to names that nothing else belongs to, and to those who say none
     */
    public HostTable(T otherwise) {
        this.otherwise = otherwise;
    }

    /** Adds names, unless they have something already. */
    public void add(List<String> names, T value) {
        for (String name : names) {
            if (name.startsWith("*.")) {
                wildcards.putIfAbsent(name.substring(1), value);
            } else {
                exact.putIfAbsent(name, value);
            }
        }
    }

    /** What belongs to a name, in any case of letters. */
    public T find(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return otherwise;
        }
        String host = name.toLowerCase(Locale.ROOT);
        T found = exact.get(host);
        int dot = host.indexOf('.');
        if (found == null && dot > 0) {
            found = wildcards.get(host.substring(dot));
        }
        return found == null ? otherwise : found;
    }
}

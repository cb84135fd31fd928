package org.netchestra.core.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys {@code pool.<name>.<key>}. What a pool does not say itself it takes from the virtual server, but for its
 * servers and what sends its requests on. Confined to one reading.
 */
final class PoolReader {

    /** Makes the specification of a pool from its keys. */
    @FunctionalInterface
    interface Maker {
        VirtualServerSpec make(String name, ConfigurationText keys, Map<String, String> written);
    }

    private static final String PREFIX = "pool.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final List<String> OF_THE_CONNECTION = List.of(
            "timeout-handshake",
            "timeout-request-head",
            "timeout-idle",
            "timeout-drain",
            "max-head-bytes",
            "max-headers",
            "max-target-bytes",
            "max-connections");
    private static final List<String> NOT_INHERITED = List.of("servers", "affinity", "sorry", "listen", "protocol");

    private final ConfigurationText text;
    private final Map<String, String> inherited = new HashMap<>();
    private final Map<String, VirtualServerSpec> pools = new TreeMap<>();

    PoolReader(ConfigurationText text, Map<String, String> values) {
        this.text = text;
        values.forEach((key, value) -> {
            if (!key.startsWith(PREFIX) && !key.startsWith("route.") && !NOT_INHERITED.contains(key)) {
                inherited.put(key, value);
            }
        });
    }

    /** The pools in the order of their names. */
    Map<String, VirtualServerSpec> readAll(Maker maker) {
        Map<String, Map<String, String>> written = new TreeMap<>();
        for (String key : text.keys(PREFIX)) {
            int dot = key.indexOf('.', PREFIX.length());
            String name = dot < 0 ? "" : key.substring(PREFIX.length(), dot);
            if (!NAME.matcher(name).matches() || name.equals(RouteAction.DEFAULT_POOL)) {
                text.problem(
                        key,
                        text.text(key, ""),
                        "pool.<name>.<key>, the name of letters, digits, '_' and '-'; '" + RouteAction.DEFAULT_POOL
                                + "' is the pool of 'servers'");
            } else {
                written.computeIfAbsent(name, n -> new HashMap<>()).put(key.substring(dot + 1), text.text(key, ""));
            }
        }
        written.forEach((name, keys) -> add(maker, name, keys, PREFIX + name + "."));
        return pools;
    }

    /** A pool of one key: {@code sorry = s9=host:port}. */
    void addSorry(Maker maker, String name, String servers) {
        add(maker, name, Map.of("servers", servers), null);
    }

    /**
     * @param prefix what goes before the pool's keys where problems are told; null when they stand under {@code sorry}
     */
    private void add(Maker maker, String name, Map<String, String> keys, @Nullable String prefix) {
        ConfigurationText section = new ConfigurationText(keys, inherited);
        Map<String, String> all = new HashMap<>(inherited);
        all.putAll(keys);
        pools.put(name, maker.make(name, section, all));
        for (String key : OF_THE_CONNECTION) {
            if (keys.containsKey(key)) {
                section.problem(
                        key,
                        section.text(key, ""),
                        "'" + key + "' without 'pool." + name + ".': it is read before a request has a pool");
            }
        }
        section.finish()
                .forEach(p -> text.problem(prefix == null ? "sorry" : prefix + p.key(), p.value(), p.expected()));
    }
}
